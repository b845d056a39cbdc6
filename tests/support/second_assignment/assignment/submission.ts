import type { SubmissionFormat } from '#lib/submission/index.ts';

export const submission: SubmissionFormat = {
  name: 'assignment 4',
  archive: 'assignment_4_submission.zip',
  files: ['classifier/cross_entropy.ts', 'loss_curve.ts'],
  modulesByName: [],
};
