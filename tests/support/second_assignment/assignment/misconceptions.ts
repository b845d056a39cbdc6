import type * as tf from '@tensorflow/tfjs';
import type { Assignment, Misconception } from '../harness/assignment.ts';
import { judge } from '../harness/judge.ts';
import { runCheck } from '../harness/run.ts';
import { softmaxSubject } from './checks/subjects.ts';

export const misconceptions: readonly Misconception[] = [
  {
    id: 'softmax.axis',
    subject: softmaxSubject,
    wrong: 'normalized over the batch',
    hint: 'Each row of scores is a distribution of its own: sum over the classes, not over the batch.',
    exports: {
      CrossEntropy: class {
        softmax = (scores: tf.Tensor2D) => {
          const powers = scores.sub(scores.max()).exp();
          return powers.div(powers.sum(0, true));
        };
      },
    },
  },
];

/** The first misconception that answers every failed check as the student did. */
export const explain: Assignment['explain'] = async (runs, context) => {
  const failed = runs.filter(({ passed }) => !passed);
  for (const misconception of misconceptions) {
    if (misconception.subject !== runs[0]?.check.subject) continue;
    const agreements = await Promise.all(
      failed.map(async ({ check, inputs, outcome }) => {
        const wrong = await runCheck(check, misconception.exports, inputs, context);
        return wrong.kind === 'answered' && judge(check, inputs, outcome, wrong.answers).passed;
      }),
    );
    if (agreements.every(Boolean)) return misconception;
  }
  return undefined;
};
