/**
 * A SqueezeNet 1.1 with random weights: identical on every machine, so it is generated, never stored. It recognizes nothing.
 */
import { Random } from '../random.ts';
import { type ArrayData, normalArray } from '../tensor/array.ts';
import { SqueezeNet, squeezeNetShapes } from './squeezenet.ts';

export interface SeededOptions {
  readonly seed?: string | number;
  readonly numClasses?: number;
}

/**
 * Filters after He et al. 2015 (arXiv:1502.01852, section 2.2): standard deviation √(2 / fan-in), so that activations keep
 * their size through the layers. Biases N(0, 0.1), so that forgetting one shows.
 *
 * The classifier's biases are centered on 1 and its filters small: with the final ReLU, a class whose filter points away from
 * every activation would have score and gradient 0 everywhere, and could not be checked.
 */
export function seededSqueezeNetArrays({ seed = 0, numClasses = 1000 }: SeededOptions = {}): Record<string, ArrayData> {
  const random = new Random(`squeezenet ${seed}`);
  const arrays = Object.entries(squeezeNetShapes(numClasses)).map(([name, shape]): [string, ArrayData] => {
    const isLast = name.startsWith('classifier');
    if (shape.length === 1) return [name, normalArray(random, shape, isLast ? 1 : 0, 0.1)];
    const fanIn = shape.slice(1).reduce((product, n) => product * n, 1);
    return [name, normalArray(random, shape, 0, Math.sqrt(2 / fanIn) * (isLast ? CLASSIFIER_GAIN : 1))];
  });
  return Object.fromEntries(arrays);
}

const CLASSIFIER_GAIN = 0.05;

export function seededSqueezeNet(options: SeededOptions = {}): SqueezeNet {
  return SqueezeNet.fromArrays(seededSqueezeNetArrays(options), {
    source: `The seeded SqueezeNet (seed ${options.seed ?? 0})`,
  });
}
