/**
 * Which names a file imports from modules that contain what students must write by hand: directly, or through their own files.
 */
import { type RuleFinding, rules } from './findings.ts';
import type { Import } from './imports.ts';
import { resolveRelative } from './resolve.ts';

/** File → what it imports. */
export type ImportsOf = ReadonlyMap<string, readonly Import[]>;

/**
 * A file may use the names that its skeleton imports, by any route. A student's own file has no skeleton: what it takes is
 * looked at where it arrives.
 * @param modules the modules that are checked name by name
 */
export function checkNames(own: ImportsOf, skeleton: ImportsOf, modules: readonly string[]): RuleFinding[] {
  const found: RuleFinding[] = [];
  const blocked = new Set<string>();
  const look = (file: string, uses: readonly Use[], how: string) => {
    const allowed = new Set(closure(file, skeleton, modules, new Set()).map(({ name }) => name));
    const taken = uses.filter(({ name }) => !allowed.has(name));
    if (taken.length === 0 || blocked.has(file)) return;
    blocked.add(file);
    const [{ specifier, line }] = taken as [Use];
    const names = [...new Set(taken.map(({ name }) => name))];
    found.push(rules.libraryNames({ file, line }, names, specifier, how));
  };
  for (const file of skeleton.keys()) look(file, direct(file, own, modules), '');
  // A blocked file is replaced by its skeleton, so its importers get nothing through it.
  for (const file of skeleton.keys()) look(file, closure(file, own, modules, blocked), ' through another file');
  return found;
}

interface Use {
  readonly name: string;
  readonly specifier: string;
  readonly line: number;
}

function direct(file: string, imports: ImportsOf, modules: readonly string[]): Use[] {
  return (imports.get(file) ?? [])
    .filter(({ specifier }) => modules.includes(specifier))
    .flatMap(({ specifier, line, names }) => names.map((name) => ({ name, specifier, line })));
}

function closure(file: string, imports: ImportsOf, modules: readonly string[], blocked: ReadonlySet<string>): Use[] {
  const files = [...imports.keys()];
  const reached = new Set([file]);
  for (const one of reached) {
    for (const { specifier } of imports.get(one) ?? []) {
      const next = resolveRelative(one, specifier, files);
      if (next !== undefined && !blocked.has(next)) reached.add(next);
    }
  }
  return [...reached].flatMap((one) => direct(one, imports, modules));
}
