/**
 * What a submission may import of the course, and which file of the runtime folder that becomes. A bundle imports them as
 * `../runtime/{file}`: wherever a submission is run, its module's folder lies beside the runtime folder.
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

/** Where the runtime lies, seen from a bundle. */
export const RUNTIME_FROM_BUNDLE = '../runtime/';

/** The provided modules that the skeleton or the reference imports: others are not for submissions. */
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
