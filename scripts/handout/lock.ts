/** The handout's package-lock.json: the part of the project's that its packages need, so that students get what was tested. */
interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface Lock {
  readonly lockfileVersion: number;
  /** Path of the folder, e.g. `node_modules/a/node_modules/b` → what is in it; the project itself at ''. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface HandoutPackage {
  readonly name: string;
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

export function handoutLock({ packages, lockfileVersion }: Lock, own: HandoutPackage): Lock {
  const { name, version, engines, dependencies } = own;
  const needed = new Map<string, LockedPackage>();
  const visit = (folder: string, { dependencies, optionalDependencies, peerDependencies }: LockedPackage) => {
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = resolve(packages, folder, name);
      if (found === undefined || needed.has(found)) continue; // an optional one that is not installed anywhere
      const { dev: _, devOptional: __, ...entry } = packages[found]!;
      needed.set(found, entry);
      visit(found, entry);
    }
  };
  visit('', { dependencies });
  const sorted = [...needed].sort(([a], [b]) => a.localeCompare(b, 'en')); // npm's own order
  return {
    name,
    version,
    lockfileVersion,
    requires: true,
    packages: { '': { name, version, dependencies, engines }, ...Object.fromEntries(sorted) },
  } as Lock;
}

/** As Node looks for it: in the folder's own `node_modules`, then in those above. */
function resolve(packages: Lock['packages'], folder: string, name: string): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return undefined;
  }
}
