/** Where an import leads: to another file of the submission, to the course's runtime, to Node, or nowhere. */
import { posix } from 'node:path';

/** Node's modules that a submission may import: no files, processes, network, threads, and no way to others. */
export const allowedNodeModules: readonly string[] = ['node:assert', 'node:assert/strict', 'node:path', 'node:util'];

/** The file of the assignment that a relative import means, whether or not it was handed in; undefined for another path. */
export function resolveRelative(importer: string, specifier: string, files: readonly string[]): string | undefined {
  if (!/^\.\.?\//.test(specifier)) return undefined;
  const path = posix.join(posix.dirname(importer), specifier);
  return [path, `${path}.ts`, path.replace(/\.js$/, '.ts')].find((candidate) => files.includes(candidate));
}

/** `node:path` for `path` and `node:path`; undefined for a module that is not allowed. */
export function resolveNodeModule(specifier: string): string | undefined {
  const name = specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return allowedNodeModules.includes(name) ? name : undefined;
}
