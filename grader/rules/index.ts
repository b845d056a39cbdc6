/** The rules of the course (lib/submission/rules), with each file inspected in the submission's parser process. */
import type { Assignment } from '../../harness/assignment.ts';
import { checkFiles } from '../../lib/submission/rules/index.ts';
import type { Inspected, InspectRequest } from '../../lib/submission/rules/inspect.ts';
import { readText } from '../bundle/text.ts';
import { findings } from '../findings/index.ts';
import { askOnceOnly } from '../parser/cache.ts';
import type { Finding, Submission } from '../types.ts';
import { readSkeletonFile } from './skeleton.ts';

/** A finding is a `file`'s if the file must not be run, else a `warning`. */
export function checkRules(
  submission: Submission,
  { submission: { files, modulesByName } }: Pick<Assignment, 'submission'>,
): Promise<Finding[]> {
  const texts = new Map([...submission.files].map(([file, bytes]) => [file, readText(bytes)]));
  const inspect = (request: InspectRequest) => inspectFile(request, submission);
  return checkFiles(texts, { files, modulesByName, skeletonText: readSkeletonFile, inspect });
}

async function inspectFile(request: InspectRequest, { parser }: Submission): Promise<Inspected> {
  const { file } = request;
  const answer = await askOnceOnly<Inspected>(request, parser);
  if (answer.kind === 'done') return answer.value;
  return { findings: [findings.notReadInTime({ file })], imports: [], skeletonImports: [] };
}
