/** The rules of the course that can be read off the source text. Nothing is executed. */
import type { Assignment } from '../../harness/assignment.ts';
import { readText } from '../bundle/text.ts';
import { findings } from '../findings/index.ts';
import { askOnceOnly } from '../parser/cache.ts';
import type { Finding, Submission } from '../types.ts';
import { checkNames } from './by_name.ts';
import type { Import } from './imports.ts';
import type { Inspected, InspectRequest } from './inspect.ts';
import { readSkeletonFile } from './skeleton.ts';

export type RulesOf = Pick<Assignment, 'submission' | 'modulesByName'>;

/**
 * For each file: does it parse; does it import only what it may (`file` if not: it is not run); are the skeleton's exports
 * there; were prints left over (`warning`).
 */
export async function checkRules(
  submission: Submission,
  { submission: { files }, modulesByName }: RulesOf,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const [own, skeleton] = [new Map<string, readonly Import[]>(), new Map<string, readonly Import[]>()];
  for (const file of files) {
    const skeletonText = await readSkeletonFile(file);
    const bytes = submission.files.get(file);
    const text = bytes ? readText(bytes) : skeletonText;
    const inspected = await inspectFile({ kind: 'inspect', file, files, text, skeletonText }, submission);
    if (bytes) found.push(...inspected.findings);
    own.set(file, inspected.imports);
    skeleton.set(file, inspected.skeletonImports);
  }
  const blocked = new Set(found.filter(({ severity }) => severity === 'file').map(({ file }) => file));
  return [...found, ...checkNames(own, skeleton, modulesByName).filter(({ file }) => !blocked.has(file))];
}

async function inspectFile(request: InspectRequest, { parser }: Submission): Promise<Inspected> {
  const { file } = request;
  const answer = await askOnceOnly<Inspected>(request, parser);
  if (answer.kind === 'done') return answer.value;
  return { findings: [findings.notReadInTime({ file })], imports: [], skeletonImports: [] };
}
