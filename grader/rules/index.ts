/** The rules of the course that can be read off the source text. Nothing is executed. */
import type { Assignment } from '../../harness/assignment.ts';
import { askOnceOnly } from '../bundle/cache.ts';
import { readText } from '../bundle/text.ts';
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
  const findings: Finding[] = [];
  const [own, skeleton] = [new Map<string, readonly Import[]>(), new Map<string, readonly Import[]>()];
  for (const file of files) {
    const skeletonText = await readSkeletonFile(file);
    const bytes = submission.files.get(file);
    const text = bytes ? readText(bytes) : skeletonText;
    const inspected = await inspectFile({ kind: 'inspect', file, files, text, skeletonText }, submission);
    if (bytes) findings.push(...inspected.findings);
    own.set(file, inspected.imports);
    skeleton.set(file, inspected.skeletonImports);
  }
  const barred = new Set(findings.filter(({ severity }) => severity === 'file').map(({ file }) => file));
  return [...findings, ...checkNames(own, skeleton, modulesByName).filter(({ file }) => !barred.has(file))];
}

async function inspectFile(request: InspectRequest, { reading }: Submission): Promise<Inspected> {
  const { file } = request;
  const answer = await askOnceOnly<Inspected>(request, reading);
  if (answer.kind === 'answered') return answer.value;
  const message = `${file} could not be read within the limits of time and memory. Make it simpler.`;
  const finding: Finding = { severity: 'file', code: 'rules.limit', file, message };
  return { findings: [finding], imports: [], skeletonImports: [] };
}
