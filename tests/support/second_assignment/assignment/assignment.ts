import type { Assignment } from '../harness/assignment.ts';
import { mergeVariant } from '../harness/variant.ts';
import { handout } from './handout.ts';
import { explain, misconceptions } from './misconceptions.ts';
import { softmax } from './reference_dependencies/softmax.ts';

export const assignment: Assignment = {
  ...handout,
  checksModule: 'assignment/checks/index.ts',
  hiddenChecksModule: 'assignment/checks/hidden/index.ts',
  totalPoints: 12,
  referenceDependencies: [
    {
      subject: 'CrossEntropy.softmax',
      name: 'softmax',
      file: 'assignment/reference_dependencies/softmax.ts',
      implementation: softmax,
    },
  ],
  misconceptions,
  accepted: [],
  librarySolutions: [],
  moduleWith: mergeVariant,
  explain,
};
