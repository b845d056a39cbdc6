/** The manifest: all that the grader and the staff's commands know of this assignment. Students get handout.ts. */
import type { Assignment } from '../harness/assignment.ts';
import { accepted } from './accepted/index.ts';
import { handout } from './handout.ts';
import { misconceptions } from './misconceptions/index.ts';
import { explainFunction } from './misconceptions/match.ts';

export const assignment: Assignment = {
  ...handout,
  checksModule: 'assignment/checks/index.ts',
  hiddenChecksModule: 'assignment/checks/hidden/index.ts',
  referenceDependencies: [
    { subject: 'StyleLoss.gramMatrix', name: 'gramMatrix', file: 'assignment/reference_dependencies/gram_matrix.ts' },
    { subject: 'guidedRelu', name: 'guidedRelu', file: 'assignment/reference_dependencies/guided_relu.ts' },
    {
      subject: 'GradCam.guidedBackprop',
      name: 'guidedBackprop',
      file: 'assignment/reference_dependencies/guided_backprop.ts',
    },
    { subject: 'GradCam.gradCamMap', name: 'gradCam', file: 'assignment/reference_dependencies/grad_cam.ts' },
  ],
  modulesByName: ['#lib/captum/index.ts'],
  misconceptions,
  accepted,
  explain: explainFunction,
};
