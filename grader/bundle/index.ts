/** One student's file with its imports, as one self-contained ES module. */

import { findings } from '../findings/index.ts';
import { askOnceOnly } from '../parser/cache.ts';
import { readSkeletonFile } from '../rules/skeleton.ts';
import { RUNTIME_FROM_BUNDLE, runtimeModules } from '../runtime/modules.ts';
import type { BundleResult, Submission } from '../types.ts';
import type { BundleRequest } from './build.ts';
import { readText } from './text.ts';

const courseImports = new Map([...runtimeModules].map(([specifier, file]) => [specifier, RUNTIME_FROM_BUNDLE + file]));

/**
 * Bundles `modulePath` and the files of the submission that it imports. The course's modules stay imports, of the runtime
 * folder's files. Executes nothing, and reads nothing from the host's disk.
 *
 * A file that `modulePath` imports and that is missing (or was blocked) is replaced by the skeleton's: the stubs cost only its
 * own points.
 *
 * @param modulePath a file of the assignment, e.g. `style_modules/style_loss.ts`
 * @param assignmentFiles all files of the assignment
 * @param runtimeImports specifier in the source, e.g. `#lib/errors.ts` → in the bundle, e.g. `../runtime/lib/errors.js`
 */
export async function bundleModule(
  submission: Submission,
  modulePath: string,
  assignmentFiles: readonly string[],
  runtimeImports: ReadonlyMap<string, string> = courseImports,
): Promise<BundleResult> {
  const files = await readFiles(submission, modulePath, assignmentFiles);
  const request: BundleRequest = { kind: 'bundle', files, modulePath, runtimeImports };
  const answer = await askOnceOnly<BundleResult>(request, submission.parser);
  if (answer.kind === 'done') return answer.value;
  return { ok: false, finding: findings.notBundledInTime({ file: modulePath }) };
}

async function readFiles(
  { files }: Submission,
  modulePath: string,
  assignmentFiles: readonly string[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const file of assignmentFiles) {
    const bytes = files.get(file);
    if (bytes) texts.set(file, readText(bytes));
    else if (file !== modulePath) texts.set(file, await readSkeletonFile(file));
  }
  for (const [file, bytes] of files) if (!texts.has(file)) texts.set(file, readText(bytes)); // the student's own
  return texts;
}
