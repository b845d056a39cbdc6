/** The update rule on another sum of the three losses, or with another number returned. */
import type * as tf from '@tensorflow/tfjs';
import type { StyleTransferStep } from '#lib/style_transfer.ts';
import type { Misconception } from '../../../harness/assignment.ts';
import { stepOn, terms, updateRuleVariant } from '../style_transfer.ts';

const NAMES = ['content', 'style', 'tv'] as const;
type Weights = Readonly<Record<(typeof NAMES)[number], number>>;

const weighted =
  ({ content, style, tv }: Weights) =>
  (step: StyleTransferStep): tf.Tensor => {
    const own = terms(step);
    return own.content.mul(content).add(own.style.mul(style)).add(own.tv.mul(tv));
  };

const ONCE: Weights = { content: 1, style: 1, tv: 1 };

export const stepFamilies: Misconception[] = [
  ...NAMES.map((name) =>
    updateRuleVariant(
      `twice.${name}`,
      `the ${name} loss counts twice`,
      `The ${name} loss is in your sum twice.`,
      stepOn(weighted({ ...ONCE, [name]: 2 })),
    ),
  ),
  ...NAMES.map((name) =>
    updateRuleVariant(
      `returns.${name}`,
      `returns the ${name} loss`,
      `The image moves as it should, but return the total loss; yours is the ${name} loss alone.`,
      (step) => {
        const loss = terms(step)[name].dataSync()[0]!;
        stepOn(weighted(ONCE))(step);
        return loss;
      },
    ),
  ),
  updateRuleVariant(
    'mean',
    'the mean of the three losses',
    'The total is the sum of the three losses, not their mean.',
    stepOn(weighted({ content: 1 / 3, style: 1 / 3, tv: 1 / 3 })),
  ),
  updateRuleVariant(
    'uphill',
    'the negative loss is minimized',
    'The loss has to fall: minimize it, not its negative.',
    (step) => {
      return -stepOn(weighted({ content: -1, style: -1, tv: -1 }))(step);
    },
  ),
];
