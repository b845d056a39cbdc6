/**
 * Which reference dependencies (assignment/reference_dependencies) a run needs. A process is given these and no other, and runs the checks of
 * one such set only: whatever a submission finds in its process, it is never the answer to a check that runs there.
 */
import { checkById } from '../../assignment/checks/index.ts';
import type { SandboxTask } from '../types.ts';

/** The function that others build on → its right version: the export, and the file in assignment/reference_dependencies. */
const PARTS = {
  'StyleLoss.gramMatrix': { name: 'gramMatrix', file: 'gram_matrix.ts' },
  guidedRelu: { name: 'guidedRelu', file: 'guided_relu.ts' },
  'GradCam.guidedBackprop': { name: 'guidedBackprop', file: 'guided_backprop.ts' },
  'GradCam.gradCamMap': { name: 'gradCam', file: 'grad_cam.ts' },
} as const;

export type ReferenceDependency = (typeof PARTS)[keyof typeof PARTS]['name'];

export const referenceDependencies: readonly { name: ReferenceDependency; file: string }[] = Object.values(PARTS);

/** Sorted; none for a task that runs without. */
export function referenceDependenciesFor({
  checkId,
  withReferenceDependencies,
}: Pick<SandboxTask, 'checkId' | 'withReferenceDependencies'>): readonly ReferenceDependency[] {
  const check = checkById(checkId);
  if (!check) throw new Error(`There is no check "${checkId}".`);
  if (!withReferenceDependencies) return [];
  const names = (check.subject.builtOn ?? []).map((subject) => {
    if (!(subject in PARTS)) {
      throw new Error(
        `${checkId} builds on ${subject}, which has no right version. Add it to grader/runtime/reference_dependencies.ts.`,
      );
    }
    return PARTS[subject as keyof typeof PARTS].name;
  });
  return names.sort();
}
