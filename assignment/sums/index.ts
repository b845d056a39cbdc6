/**
 * What the expected values of a check are the sum of, for relations (harness/relations). For course staff: the handout has the
 * numbers for its stored inputs.
 */
import * as tf from '@tensorflow/tfjs';
import type { Check, Inputs } from '../../harness/check.ts';
import type { Sums } from '../../harness/relations/index.ts';
import { loadInputs } from '../../harness/run.ts';
import { firstStepLosses } from '../checks/style_utils.ts';
import { contentSums, directions, roughnessSums, styleSums } from './losses.ts';

// biome-ignore lint/suspicious/noExplicitAny: each check has its own inputs
type SumsOf = (inputs: any) => Sums;

const content: SumsOf = (inputs) => ({ loss: contentSums(inputs) });
const tv: SumsOf = ({ img, tvWeight }) => ({ loss: roughnessSums(img, tvWeight) });
const style: SumsOf = (inputs) => ({ loss: styleSums(inputs) });

const SUMS: Readonly<Record<string, SumsOf>> = {
  'contentLoss.value': content,
  'contentLoss.value.batch': content,
  'styleLoss.value': style,
  'styleLoss.value.layers': style,
  'styleLoss.value.batch': style,
  'tvLoss.value': tv,
  'tvLoss.value.batch': tv,
  'tvLoss.value.impulses': ({ images, tvWeight }) => ({ losses: [directions(images, tvWeight)] }),
  'styleTransferStep.value.first': (inputs) => ({
    loss: [
      {
        over: 'loss',
        parts: Object.entries(firstStepLosses(inputs)).map(([name, loss]) => ({
          name: `the ${name} loss`,
          values: [loss.dataSync()[0]!],
        })),
      },
    ],
  }),
};

export function sumsOf({ id }: Check, inputs: Inputs): Sums | undefined {
  const compute = SUMS[id];
  if (!compute) return undefined;
  tf.engine().startScope('sums');
  try {
    return compute(loadInputs(inputs));
  } finally {
    tf.engine().endScope();
  }
}
