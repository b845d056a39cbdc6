/** The handout's package.json: only the packages that its files import, at the versions that the course was tested with. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface PackageJson {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** The runner of TypeScript files, the type checker, and types for the editor. */
const tools = ['tsx', 'typescript', '@types/node'];

export async function handoutPackageJson(projectRoot: string, texts: Iterable<string>): Promise<string> {
  const read = async (name: string) => JSON.parse(await readFile(join(projectRoot, name), 'utf8'));
  const project: PackageJson = await read('package.json');
  const lock: Lock = await read('package-lock.json');
  const template = await read('handout/package.json');
  const all = [...texts];
  const isUsed = (name: string) =>
    all.some((text) => [`'${name}'`, `'${name}/`, `\`${name}/`].some((quoted) => text.includes(quoted)));
  const names = [...new Set([...Object.keys(project.dependencies).filter(isUsed), ...tools])].sort();
  const dependencies = Object.fromEntries(names.map((name) => [name, lock.packages[`node_modules/${name}`]?.version]));
  return `${JSON.stringify({ ...template, version: project.version, engines: project.engines, dependencies }, null, 2)}\n`;
}
