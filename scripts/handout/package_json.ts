/** The handout's package.json and lock: only the packages that its files import, at the versions that the course was tested with. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handoutLock, type Lock } from './lock.ts';

interface PackageJson {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The runner of TypeScript files, the type checker, and types for the editor. */
const tools = ['tsx', 'typescript', '@types/node'];

export async function handoutPackage(
  projectRoot: string,
  texts: Iterable<string>,
): Promise<Record<'package.json' | 'package-lock.json', string>> {
  const read = async (name: string) => JSON.parse(await readFile(join(projectRoot, name), 'utf8'));
  const project: PackageJson = await read('package.json');
  const lock: Lock = await read('package-lock.json');
  const template = await read('handout/package.json');
  const all = [...texts];
  const isUsed = (name: string) =>
    all.some((text) => [`'${name}'`, `'${name}/`, `\`${name}/`].some((quoted) => text.includes(quoted)));
  const names = [...new Set([...Object.keys(project.dependencies).filter(isUsed), ...tools])].sort();
  const dependencies = Object.fromEntries(names.map((name) => [name, lock.packages[`node_modules/${name}`]?.version]));
  const own = { ...template, version: project.version, engines: project.engines, dependencies };
  return { 'package.json': asText(own), 'package-lock.json': asText(handoutLock(lock, own)) };
}

const asText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
