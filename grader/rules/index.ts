/** The rules of the course that can be read off the source text. Nothing is executed. */
import { askOnceOnly } from '../bundle/cache.ts';
import { readText } from '../bundle/text.ts';
import { findings } from '../findings/index.ts';
import type { Finding, Submission } from '../types.ts';
import type { InspectRequest } from './inspect.ts';
import { readSkeletonFile } from './skeleton.ts';

/**
 * For each file: does it parse; does it import only what it may (`file` if not: it is not run); are the skeleton's exports
 * there; were prints left over (`warning`).
 */
export async function checkRules(submission: Submission, files: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const file of files) {
    const bytes = submission.files.get(file);
    if (bytes)
      findings.push(
        ...(await checkFile({
          kind: 'inspect',
          file,
          files,
          text: readText(bytes),
          skeletonText: await readSkeletonFile(file),
        })),
      );
  }
  return findings;
}

async function checkFile(request: InspectRequest): Promise<Finding[]> {
  const { file } = request;
  const answer = await askOnceOnly<Finding[]>(request);
  if (answer.kind === 'answered') return answer.value;
  return [findings.notReadInTime({ file })];
}
