/**
 * Which of the course's modules a submission may import, and their files in the runtime folder. A bundle imports them as
 * `../runtime/{file}`: a submission's module folder always lies beside the runtime folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../lib/root.ts';

/** Import specifier (`@tensorflow/tfjs`, `#lib/….ts`) → file, relative to the runtime folder. */
export const runtimeModules: ReadonlyMap<string, string> = new Map([
  ['@tensorflow/tfjs', 'tfjs.js'],
  ...courseImports().map((specifier): [string, string] => [
    specifier,
    specifier.replace(/^#/, '').replace(/\.ts$/, '.js'),
  ]),
]);

/** Path of the runtime, relative to a bundle. */
export const RUNTIME_FROM_BUNDLE = '../runtime/';

/** The provided modules that the skeleton or the reference imports; submissions may import no others. */
function courseImports(): string[] {
  const found = new Set<string>();
  for (const folder of ['skeleton', 'reference']) {
    for (const file of readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(join(projectRoot, folder, file), 'utf8');
      for (const [, specifier] of source.matchAll(/from '(#lib\/[\w./-]+\.ts)'/g)) found.add(specifier!);
    }
  }
  return [...found].sort();
}
