/** The manifest: everything the grader and the staff's commands know about this assignment. Students get handout.ts. */
import type { Assignment, ReferenceDependency } from '../harness/assignment.ts';
import { accepted } from './accepted/index.ts';
import { handout } from './handout.ts';
import { misconceptions } from './misconceptions/index.ts';
import { explainFunction } from './misconceptions/match.ts';
import { moduleWith } from './misconceptions/module.ts';
import { gradCam } from './reference_dependencies/grad_cam.ts';
import { gramMatrix } from './reference_dependencies/gram_matrix.ts';
import { guidedBackprop } from './reference_dependencies/guided_backprop.ts';
import { guidedRelu } from './reference_dependencies/guided_relu.ts';
import { sumsOf } from './sums/index.ts';

/** @param exported the file's only export, by name */
function dependency(subject: string, exported: Readonly<Record<string, unknown>>, file: string): ReferenceDependency {
  const [[name, implementation]] = Object.entries(exported) as [[string, unknown]];
  return { subject, name, file: `assignment/reference_dependencies/${file}`, implementation };
}

export const assignment: Assignment = {
  ...handout,
  checksModule: 'assignment/checks/index.ts',
  hiddenChecksModule: 'assignment/checks/hidden/index.ts',
  referenceDependencies: [
    dependency('StyleLoss.gramMatrix', { gramMatrix }, 'gram_matrix.ts'),
    dependency('guidedRelu', { guidedRelu }, 'guided_relu.ts'),
    dependency('GradCam.guidedBackprop', { guidedBackprop }, 'guided_backprop.ts'),
    dependency('GradCam.gradCamMap', { gradCam }, 'grad_cam.ts'),
  ],
  librarySolutions: ['saliency_map.ts', 'gradcam.ts'],
  misconceptions,
  accepted,
  moduleWith,
  explain: explainFunction,
  sumsOf,
};
