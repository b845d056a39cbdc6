import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { float32, int32, normalArray } from '#lib/tensor/array.ts';
import { type CheckContext, defineCheck, type Exports, type ModelFacts } from './check.ts';
import { allEqualTo, nonNegative, permutes } from './expectations.ts';
import { subjects } from './subjects.ts';

const ORDER = [1, 2, 0];

const common = {
  subject: subjects.saliencyMap,
  tolerance: 1e-3,
  perExample: true,
  usesModel: true,
  visibility: 'visible',
} as const;

const inputs = (N: number, H: number, W: number) => (random: Random, facts: ModelFacts) => ({
  X: normalArray(random, [N, H, W, 3]),
  y: int32(
    [N],
    Array.from({ length: N }, () => random.int(facts.numClasses)),
  ),
});

/** As above, but the last image is a copy of the one before it, and no two labels are equal: the labels must matter. */
const twins = (N: number, H: number, W: number) => (random: Random, facts: ModelFacts) => {
  const { X } = inputs(N, H, W)(random, facts);
  const size = H * W * 3;
  const data = Float32Array.from(X.data);
  data.copyWithin((N - 1) * size, (N - 2) * size, (N - 1) * size);
  const labels = random.shuffle([...Array(facts.numClasses).keys()]).slice(0, N);
  return { X: float32(X.shape, data), y: int32([N], labels) };
};

const saliencyMaps = (exports: Exports, X: tf.Tensor, y: tf.Tensor, { model }: CheckContext): tf.Tensor =>
  new exports.SaliencyMap().computeSaliencyMaps(X, y, model);

export const saliencyMapChecks = [
  defineCheck({
    ...common,
    id: 'saliencyMap.value',
    kind: 'value',
    title: 'the map of one image that is not square',
    points: 3,
    inputs: inputs(1, 48, 64),
    answer: (exports, { X, y }, context) => ({ maps: saliencyMaps(exports, X, y, context) }),
  }),
  defineCheck({
    ...common,
    id: 'saliencyMap.value.batch',
    kind: 'value',
    title: 'the maps of three images, two of them the same, each for its own class',
    points: 4,
    inputs: twins(3, 64, 48),
    answer: (exports, { X, y }, context) => ({ maps: saliencyMaps(exports, X, y, context) }),
  }),
  defineCheck({
    ...common,
    id: 'saliencyMap.property.nonNegative',
    kind: 'property',
    title: 'no value is negative',
    points: 1,
    inputs: inputs(2, 40, 40),
    answer: (exports, { X, y }, context) => ({ maps: saliencyMaps(exports, X, y, context) }),
    expected: nonNegative,
  }),
  defineCheck({
    ...common,
    id: 'saliencyMap.property.neighbours',
    kind: 'property',
    title: 'an image gets the same map alone and among others',
    points: 1,
    inputs: inputs(3, 40, 48),
    answer: (exports, { X, y }, context) => ({
      alone: saliencyMaps(exports, X.slice([1], [1]), y.slice([1], [1]), context),
      'among others': saliencyMaps(exports, X, y, context).slice([1], [1]),
    }),
    expected: allEqualTo('alone'),
  }),
  defineCheck({
    ...common,
    id: 'saliencyMap.property.permutation',
    kind: 'property',
    title: 'images in another order give the same maps in that order',
    points: 1,
    inputs: inputs(3, 40, 44),
    answer: (exports, { X, y }, context) => {
      const order = tf.tensor1d(ORDER, 'int32');
      return {
        straight: saliencyMaps(exports, X, y, context),
        permuted: saliencyMaps(exports, X.gather(order), y.gather(order), context),
      };
    },
    expected: permutes(ORDER),
  }),
];
