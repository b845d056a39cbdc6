/** Every rule by which a signal could pass backward through a ReLU: where x, and where dy, has which sign. */
import * as tf from '@tensorflow/tfjs';
import type { Misconception } from '../../../harness/assignment.ts';
import { guidedReluVariant, reluWith } from '../guided_relu.ts';

interface Rule {
  readonly name: string;
  /** 1 where the signal passes. */
  readonly mask: (x: tf.Tensor) => tf.Tensor;
}

const POSITIVE: Rule = { name: 'positive', mask: (x) => tf.step(x) };
const NEGATIVE: Rule = { name: 'negative', mask: (x) => tf.step(x.neg()) };
const ANY: Rule = { name: 'of any sign', mask: (x) => tf.onesLike(x) };
const RULES = [POSITIVE, NEGATIVE, ANY];

/** Right, or in the catalogue with a hint of its own. */
const KNOWN = new Set(['positive, positive', 'positive, of any sign', 'of any sign, positive']);

export const guidedReluFamilies: Misconception[] = [
  ...RULES.flatMap((x) =>
    RULES.filter((dy) => !KNOWN.has(`${x.name}, ${dy.name}`)).map((dy) =>
      guidedReluVariant(
        `passes.${RULES.indexOf(x)}${RULES.indexOf(dy)}`,
        `passes where x is ${x.name} and dy ${dy.name}`,
        `Your gradient passes where x is ${x.name} and dy ${dy.name}; it should pass where both are positive.`,
        reluWith((values, signal) => signal.mul(x.mask(values)).mul(dy.mask(signal))),
      ),
    ),
  ),
  guidedReluVariant(
    'capped.dy',
    'signals are cut off at 1',
    'Where both are positive the signal dy passes as it is: yours is cut off at 1.',
    reluWith((x, dy) => dy.clipByValue(0, 1).mul(tf.step(x))),
  ),
  guidedReluVariant(
    'noForwardMask.value',
    'the absolute value forward',
    'Forward it is an ordinary ReLU: max(x, 0). Yours returns |x|.',
    reluWith(
      (x, dy) => tf.relu(dy).mul(tf.step(x)),
      (x) => x.abs(),
    ),
  ),
];
