/** Where an import leads: to another file of the submission, to the course's runtime, to Node, or nowhere. */
import { posix } from 'node:path';

/** Node's modules that a submission may import: no files, processes, network, threads, and no way to others. */
export const allowedNodeModules: readonly string[] = ['node:assert', 'node:assert/strict', 'node:path', 'node:util'];

/** The file that a relative import means: of the assignment, whether or not it was handed in, or of the student's own. */
export function resolveRelative(importer: string, specifier: string, files: readonly string[]): string | undefined {
  return meantBy(importer, specifier).find((candidate) => files.includes(candidate));
}

/** The paths that a relative import may mean, the likeliest first; none for another import. */
export function meantBy(importer: string, specifier: string): string[] {
  if (!/^\.\.?\//.test(specifier)) return [];
  const path = posix.join(posix.dirname(importer), specifier).normalize('NFC');
  if (path.endsWith('.ts')) return [path];
  return path.endsWith('.js') ? [path.replace(/\.js$/, '.ts')] : [path, `${path}.ts`, `${path}/index.ts`];
}

/** `node:path` for `path` and `node:path`; undefined for a module that is not allowed. */
export function resolveNodeModule(specifier: string): string | undefined {
  const name = specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return allowedNodeModules.includes(name) ? name : undefined;
}
