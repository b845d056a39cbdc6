/** What students write about it. */
import type { ReportPlan } from '#lib/report/plan.ts';

export const report: ReportPlan = {
  title: 'Assignment 4: classify',
  template: 'report-template-a4.pptx',
  file: 'report-a4.pptx',
  questions: [
    {
      number: '1',
      title: 'Cross-entropy',
      points: 5,
      maxWords: 350,
      task: 'Why is the largest score subtracted before the exponential?',
      instructions: 'Try it without.',
      figures: [],
    },
  ],
};
