import { defineCheck } from '../../../harness/check.ts';
import { common, toyRun, toyTransfer } from '../style_utils.ts';

export const hiddenStyleChecks = [
  defineCheck({
    ...common,
    id: 'styleTransferStep.value.otherDecay',
    kind: 'value',
    title: 'a decay at a step other than 180',
    points: 2,
    visibility: 'hidden',
    inputs: toyTransfer,
    answer: (exports, inputs) => {
      const decayedLr = inputs.learningRate / 7.3;
      const { losses, moves } = toyRun(exports, inputs, { decayLrAt: 1, decayedLr, ts: [0, 1, 2] });
      return { losses, 'last move': moves[2]! };
    },
  }),
];
