/** The operations that students would plausibly use, each with inputs, for the tests of values and gradients. */
import * as tf from '@tensorflow/tfjs';

export interface OpCase {
  name: string;
  /** Shapes of the float32 inputs; each is drawn from `range` and has a gradient unless `gradient` is false. */
  shapes: number[][];
  run: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /** By default from -2 to 2. */
  range?: [low: number, high: number];
  /** False where the operation has no gradient, by nature. */
  gradient?: boolean;
}

type Run = OpCase['run'];
type Options = Pick<OpCase, 'range' | 'gradient'>;

const op = (name: string, shapes: number[][], run: unknown, options: Options = {}): OpCase => ({
  name,
  shapes,
  // Each line of the table knows its ranks; the type here does not.
  run: run as Run,
  ...options,
});
const POSITIVE: Options = { range: [0.2, 3] };
const UNIT: Options = { range: [-0.9, 0.9] };
const NO_GRADIENT: Options = { gradient: false };
const int = (values: number[], shape?: number[]): tf.Tensor => tf.tensor(values, shape, 'int32');
type T1 = tf.Tensor1D;
type T2 = tf.Tensor2D;
type T3 = tf.Tensor3D;
type T4 = tf.Tensor4D;
type T = tf.Tensor;

const ARITHMETIC: OpCase[] = [
  op(
    'add, broadcast',
    [
      [2, 3, 4],
      [3, 1],
    ],
    tf.add,
  ),
  op('sub, broadcast', [[4], [2, 3, 4]], tf.sub),
  op(
    'mul, broadcast',
    [
      [2, 1, 4],
      [3, 1],
    ],
    tf.mul,
  ),
  op('mul by a scalar', [[2, 3], []], tf.mul),
  op('div, broadcast', [[2, 3], [3]], tf.div, POSITIVE),
  op(
    'divNoNan',
    [
      [2, 3],
      [2, 3],
    ],
    tf.divNoNan,
    POSITIVE,
  ),
  op(
    'addN',
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    (...x: T[]) => tf.addN(x),
  ),
  op('pow 3', [[2, 3]], (x: T) => tf.pow(x, 3)),
  op('pow of tensors', [[2, 3], [3]], tf.pow, POSITIVE),
  op('square', [[2, 3]], tf.square),
  op('squaredDifference', [[2, 3], [3]], tf.squaredDifference),
  op('sqrt', [[2, 3]], tf.sqrt, POSITIVE),
  op('rsqrt', [[2, 3]], tf.rsqrt, POSITIVE),
  op('reciprocal', [[2, 3]], tf.reciprocal, POSITIVE),
  op('exp', [[2, 3]], tf.exp),
  op('expm1', [[2, 3]], tf.expm1),
  op('log', [[2, 3]], tf.log, POSITIVE),
  op('log1p', [[2, 3]], tf.log1p, POSITIVE),
  op('abs', [[3, 4]], tf.abs),
  op('neg', [[2, 3]], tf.neg),
  op('sign', [[2, 3]], tf.sign),
  op('floor', [[2, 3]], tf.floor),
  op('ceil', [[2, 3]], tf.ceil),
  op('round', [[2, 3]], tf.round),
  op('mod', [[2, 3], [3]], tf.mod, POSITIVE),
  op('maximum', [[2, 3], [3]], tf.maximum),
  op('minimum', [[2, 3], [3]], tf.minimum),
  op('clipByValue', [[3, 4]], (x: T) => tf.clipByValue(x, -1, 1)),
  op('sin', [[5]], tf.sin),
  op('cos', [[5]], tf.cos),
  op('tan', [[5]], tf.tan, UNIT),
  op('asin', [[5]], tf.asin, UNIT),
  op('atan', [[5]], tf.atan),
  op('atan2', [[5], [5]], tf.atan2, POSITIVE),
  op('erf', [[5]], tf.erf),
];

const ACTIVATIONS: OpCase[] = [
  op('relu', [[2, 3, 4]], tf.relu),
  op('relu6', [[2, 3]], tf.relu6),
  op('leakyRelu', [[2, 3]], (x: T) => tf.leakyRelu(x, 0.1)),
  op('elu', [[2, 3]], tf.elu),
  op('selu', [[2, 3]], tf.selu),
  op('prelu', [[2, 3], [3]], tf.prelu),
  op('sigmoid', [[2, 3]], tf.sigmoid),
  op('tanh', [[2, 3]], tf.tanh),
  op('softplus', [[2, 3]], tf.softplus),
  op('step', [[2, 3]], (x: T) => tf.step(x)),
  op('softmax', [[2, 5]], (x: T) => tf.softmax(x)),
  op('logSoftmax', [[2, 5]], (x: T) => tf.logSoftmax(x)),
  op('logSumExp', [[2, 5]], (x: T) => tf.logSumExp(x, 1)),
  op('softmaxCrossEntropy', [[2, 3]], (x: T2) => tf.losses.softmaxCrossEntropy(tf.oneHot(int([2, 0]) as T1, 3), x)),
];

const REDUCTIONS: OpCase[] = [
  op('sum', [[2, 3, 4]], (x: T) => tf.sum(x)),
  op('sum over 1', [[2, 3, 4]], (x: T) => tf.sum(x, 1)),
  op('sum over 0 and 2, kept', [[2, 3, 4]], (x: T) => tf.sum(x, [0, 2], true)),
  op('mean over space', [[2, 3, 4, 5]], (x: T) => tf.mean(x, [1, 2])),
  op('max', [[2, 3, 4]], (x: T) => tf.max(x)),
  op('max over the last axis', [[2, 3, 4]], (x: T) => tf.max(x, -1)),
  op('max over 0 and 1, kept', [[2, 3, 4]], (x: T) => tf.max(x, [0, 1], true)),
  op('min over 1', [[2, 3, 4]], (x: T) => tf.min(x, 1)),
  op('prod over 1', [[2, 3]], (x: T) => tf.prod(x, 1)),
  op('norm', [[2, 3, 4]], (x: T) => tf.norm(x)),
  op('norm over 1', [[2, 3, 4]], (x: T) => tf.norm(x, 2, 1)),
  op('1-norm', [[2, 3]], (x: T) => tf.norm(x, 1)),
  op('moments', [[4, 3]], (x: T) => {
    const { mean, variance } = tf.moments(x, 0);
    return [mean, variance];
  }),
  op('argMax', [[3, 4]], (x: T) => tf.argMax(x, 1), NO_GRADIENT),
  op('argMin over 0', [[3, 4]], (x: T) => tf.argMin(x, 0), NO_GRADIENT),
  op('all', [[3, 4]], (x: T) => tf.all(tf.greater(x, -1), 1), NO_GRADIENT),
  op('any', [[3, 4]], (x: T) => tf.any(tf.greater(x, 1), 1), NO_GRADIENT),
  op('cumsum', [[3, 4]], (x: T) => tf.cumsum(x, 1)),
  op('cumsum, exclusive and reversed', [[3, 4]], (x: T) => tf.cumsum(x, 0, true, true)),
  op('topk values', [[3, 5]], (x: T) => tf.topk(x, 2).values, NO_GRADIENT),
  op('topk indices', [[3, 5]], (x: T) => tf.topk(x, 2).indices, NO_GRADIENT),
];

const MATRICES: OpCase[] = [
  op(
    'matMul',
    [
      [3, 4],
      [4, 5],
    ],
    (a: T, b: T) => tf.matMul(a, b),
  ),
  op(
    'matMul, a transposed',
    [
      [4, 3],
      [4, 5],
    ],
    (a: T, b: T) => tf.matMul(a, b, true),
  ),
  op(
    'matMul, b transposed',
    [
      [3, 4],
      [5, 4],
    ],
    (a: T, b: T) => tf.matMul(a, b, false, true),
  ),
  op(
    'matMul, both transposed',
    [
      [4, 3],
      [5, 4],
    ],
    (a: T, b: T) => tf.matMul(a, b, true, true),
  ),
  op(
    'matMul, batched',
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
    (a: T, b: T) => tf.matMul(a, b),
  ),
  op(
    'matMul, batched, a transposed',
    [
      [2, 4, 3],
      [2, 4, 5],
    ],
    (a: T, b: T) => tf.matMul(a, b, true),
  ),
  op(
    'matMul, batched, b transposed',
    [
      [3, 3, 4],
      [3, 5, 4],
    ],
    (a: T, b: T) => tf.matMul(a, b, false, true),
  ),
  op(
    'matMul, one batch broadcast',
    [
      [2, 3, 4],
      [1, 4, 5],
    ],
    (a: T, b: T) => tf.matMul(a, b),
  ),
  op('matMul with itself transposed', [[2, 6, 3]], (a: T) => tf.matMul(a, a, true, false)),
  op(
    'matMul, the same data in two shapes',
    [
      [2, 3],
      [2, 4],
      [3, 4],
    ],
    (x: T, y: T, b: T) => [
      tf.matMul(x, b),
      tf.matMul(y, tf.reshape(b, [4, 3])),
      tf.fused.matMul({ a: y, b: tf.reshape(b, [4, 3]) }),
    ],
  ),
  op(
    'matMul, large, batched, transposed',
    [
      [2, 40, 32],
      [2, 40, 32],
    ],
    (a: T, b: T) => tf.matMul(a, b, true, false),
  ),
  op('dot', [[4], [4]], tf.dot),
  op('outerProduct', [[3], [4]], (a: T1, b: T1) => tf.outerProduct(a, b)),
  op(
    'einsum ij,jk->ik',
    [
      [2, 3],
      [3, 4],
    ],
    (a: T, b: T) => tf.einsum('ij,jk->ik', a, b),
  ),
  op(
    'einsum bhwc,bhwd->bcd',
    [
      [2, 3, 2, 4],
      [2, 3, 2, 4],
    ],
    (a: T, b: T) => tf.einsum('bhwc,bhwd->bcd', a, b),
  ),
  op('einsum of a tensor with itself', [[2, 5, 3]], (a: T) => tf.einsum('npc,npd->ncd', a, a)),
  op('einsum bij->bji', [[2, 3, 4]], (a: T) => tf.einsum('bij->bji', a)),
  op('einsum ij->i', [[3, 4]], (a: T) => tf.einsum('ij->i', a)),
  op('einsum i,j->ij', [[3], [4]], (a: T, b: T) => tf.einsum('i,j->ij', a, b)),
  op(
    'einsum nhwc,nc->nhw',
    [
      [2, 3, 4, 5],
      [2, 5],
    ],
    (a: T, b: T) => tf.einsum('nhwc,nc->nhw', a, b),
  ),
  op(
    'einsum ij,ij->',
    [
      [2, 3],
      [2, 3],
    ],
    (a: T, b: T) => tf.einsum('ij,ij->', a, b),
  ),
];

const SELECTION: OpCase[] = [
  op('gather', [[4, 3]], (x: T) => tf.gather(x, int([3, 0, 0]))),
  op('gather along 1', [[2, 4, 3]], (x: T) => tf.gather(x, int([3, 1, 1]), 1)),
  op('gather, indices of rank 2', [[4, 3]], (x: T) => tf.gather(x, int([3, 0, 0, 1], [2, 2]))),
  op('gather, batchDims 1', [[3, 5]], (x: T) => tf.gather(x, int([4, 0, 2], [3, 1]), 1, 1)),
  op('gather, batchDims 1, flat indices', [[3, 5]], (x: T) => tf.gather(x, int([4, 0, 2]), 1, 1)),
  op('gather, batchDims 1, slices', [[2, 3, 4]], (x: T) => tf.gather(x, int([2, 0, 1, 1], [2, 2]), 1, 1)),
  op('gather, batchDims 1, axis 2', [[2, 3, 4]], (x: T) => tf.gather(x, int([3, 0, 1, 1], [2, 2]), 2, 1)),
  op('gather, batchDims 2', [[2, 2, 4]], (x: T) => tf.gather(x, int([3, 0, 1, 2], [2, 2, 1]), 2, 2)),
  op('gatherND, elements', [[3, 5]], (x: T) => tf.gatherND(x, int([0, 4, 1, 0, 2, 2], [3, 2]))),
  op('gatherND, slices, one twice', [[3, 5]], (x: T) => tf.gatherND(x, int([2, 0, 2], [3, 1]))),
  op('gatherND, indices of rank 3', [[3, 2, 4]], (x: T) => tf.gatherND(x, int([2, 1, 0, 0, 1, 1, 0, 1], [2, 2, 2]))),
  op('oneHot pick', [[3, 5]], (x: T) => tf.sum(tf.mul(x, tf.oneHot(int([4, 0, 2]) as T1, 5)), 1)),
  op(
    'where',
    [
      [3, 4],
      [3, 4],
    ],
    (a: T, b: T) => tf.where(tf.greater(a, 0), a, b),
  ),
  op('where, broadcast', [[3, 4], []], (a: T, b: T) => tf.where(tf.greater(a, 0), a, b)),
  op('selection by a product', [[3, 4]], (x: T) => tf.mul(x, tf.cast(tf.greater(x, 0.5), 'float32'))),
  op('slice', [[3, 4, 5]], (x: T) => tf.slice(x, [1, 0, 2], [2, 3, 3])),
  op('slice of rank 5', [[2, 2, 2, 2, 3]], (x: T) => tf.slice(x, [0, 1, 0, 0, 1], [2, 1, 2, 1, 2])),
  op('stridedSlice', [[5, 6]], (x: T) => tf.stridedSlice(x, [0, 1], [5, 6], [2, 2])),
  op('stridedSlice, backwards', [[5, 6]], (x: T) => tf.stridedSlice(x, [4, 5], [0, 1], [-1, -2])),
  op('scatterND', [[3, 2]], (x: T) => tf.scatterND(int([2, 0, 2], [3, 1]), x, [4, 2])),
  op(
    'tensorScatterUpdate',
    [
      [4, 2],
      [2, 2],
    ],
    (x: T, u: T) => tf.tensorScatterUpdate(x, int([2, 0], [2, 1]), u),
  ),
  op('unsortedSegmentSum', [[4, 2]], (x: T) => tf.unsortedSegmentSum(x, int([0, 2, 0, 1]) as T1, 3)),
  op(
    'comparisons',
    [[3, 4], [4]],
    (a: T, b: T) => [tf.greater(a, b), tf.lessEqual(a, b), tf.notEqual(a, b)],
    NO_GRADIENT,
  ),
  op(
    'logic',
    [[3, 4]],
    (a: T) => [tf.logicalNot(tf.greater(a, 0)), tf.logicalXor(tf.less(a, 0), tf.less(a, 1))],
    NO_GRADIENT,
  ),
  op('cast to bool', [[3, 4]], (x: T) => tf.cast(tf.div(x, 3), 'bool'), NO_GRADIENT),
  op('cast to int32', [[3, 4]], (x: T) => tf.cast(x, 'int32'), NO_GRADIENT),
];

const SHAPES: OpCase[] = [
  op('reshape', [[2, 3, 4]], (x: T) => tf.reshape(x, [6, -1])),
  op('transpose', [[2, 3, 4]], (x: T) => tf.transpose(x, [2, 0, 1])),
  op('expandDims and squeeze', [[2, 3]], (x: T) => tf.mul(tf.squeeze(tf.expandDims(x, 1)), 2)),
  op(
    'concat',
    [
      [2, 3],
      [2, 2],
    ],
    (a: T, b: T) => tf.concat([a, b], 1),
  ),
  op(
    'concat of channels',
    [
      [2, 3, 3, 2],
      [2, 3, 3, 4],
    ],
    (a: T, b: T) => tf.concat([a, b], 3),
  ),
  op(
    'stack',
    [
      [2, 3],
      [2, 3],
    ],
    (a: T, b: T) => tf.stack([a, b], 1),
  ),
  op('unstack', [[3, 2]], (x: T) => tf.unstack(x)),
  op('split', [[2, 6]], (x: T) => tf.split(x, [1, 3, 2], 1)),
  op('split of channels', [[2, 2, 2, 6]], (x: T) => tf.split(x, 3, 3)),
  op('pad', [[2, 3]], (x: T) =>
    tf.pad(
      x,
      [
        [1, 0],
        [2, 1],
      ],
      0.5,
    ),
  ),
  op('pad of images', [[2, 3, 3, 2]], (x: T) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 0],
    ]),
  ),
  op('mirrorPad, reflect', [[3, 4]], (x: T) =>
    tf.mirrorPad(
      x,
      [
        [1, 2],
        [2, 1],
      ],
      'reflect',
    ),
  ),
  op('mirrorPad, symmetric', [[3, 4]], (x: T) =>
    tf.mirrorPad(
      x,
      [
        [1, 2],
        [2, 1],
      ],
      'symmetric',
    ),
  ),
  op('tile', [[2, 3]], (x: T) => tf.tile(x, [2, 3])),
  op('broadcastTo', [[3, 1]], (x: T) => tf.broadcastTo(x, [2, 3, 4])),
  op('reverse', [[3, 4]], (x: T) => tf.reverse(x, 1)),
  op('clone', [[3, 4]], (x: T) => tf.clone(x)),
  op('spaceToBatchND', [[1, 4, 4, 2]], (x: T) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  op('batchToSpaceND', [[4, 2, 2, 2]], (x: T) =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  op('depthToSpace', [[1, 2, 2, 8]], (x: T4) => tf.depthToSpace(x, 2)),
  op('roll by concat and slice', [[4, 3]], (x: T2) => tf.concat([tf.slice(x, [1, 0]), tf.slice(x, [0, 0], [1, 3])], 0)),
];

const IMAGES: OpCase[] = [
  op(
    'conv2d 3x3, same',
    [
      [2, 5, 6, 3],
      [3, 3, 3, 4],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, 1, 'same'),
  ),
  op(
    'conv2d 3x3, stride 2',
    [
      [2, 7, 6, 3],
      [3, 3, 3, 4],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, 2, 'valid'),
  ),
  op(
    'conv2d 1x1',
    [
      [2, 4, 3, 3],
      [1, 1, 3, 4],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, 1, 'valid'),
  ),
  op(
    'conv2d, pads by side',
    [
      [1, 4, 4, 2],
      [3, 3, 2, 2],
    ],
    (x: T4, f: T4) =>
      tf.conv2d(x, f, 1, [
        [0, 0],
        [1, 0],
        [0, 2],
        [0, 0],
      ]),
  ),
  op(
    'conv2d of rank 3',
    [
      [5, 5, 2],
      [3, 3, 2, 2],
    ],
    (x: T3, f: T4) => tf.conv2d(x, f, 1, 1),
  ),
  op('fused conv2d', [[1, 4, 4, 2], [3, 3, 2, 2], [2]], (x: T4, filter: T4, bias: T1) =>
    tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' }),
  ),
  op(
    'conv1d',
    [
      [2, 6, 3],
      [3, 3, 2],
    ],
    (x: T3, f: T3) => tf.conv1d(x, f, 1, 'same'),
  ),
  op(
    'conv2dTranspose',
    [
      [1, 3, 3, 2],
      [3, 3, 4, 2],
    ],
    (x: T4, f: T4) => tf.conv2dTranspose(x, f, [1, 6, 6, 4], 2, 'same'),
  ),
  op(
    'depthwiseConv2d',
    [
      [2, 5, 5, 3],
      [3, 3, 3, 2],
    ],
    (x: T4, f: T4) => tf.depthwiseConv2d(x, f, 1, 'same'),
  ),
  op(
    'depthwiseConv2d, stride 2',
    [
      [1, 6, 6, 2],
      [3, 3, 2, 1],
    ],
    (x: T4, f: T4) => tf.depthwiseConv2d(x, f, 2, 'valid'),
  ),
  op(
    'separableConv2d',
    [
      [1, 5, 5, 2],
      [3, 3, 2, 1],
      [1, 1, 2, 3],
    ],
    (x: T4, d: T4, p: T4) => tf.separableConv2d(x, d, p, 1, 'same'),
  ),
  op('maxPool 2x2', [[2, 6, 6, 3]], (x: T4) => tf.maxPool(x, 2, 2, 'valid')),
  op('maxPool 3x3, same', [[2, 5, 6, 3]], (x: T4) => tf.maxPool(x, 3, 2, 'same')),
  op('maxPool of negatives', [[2, 5, 5, 3]], (x: T4) => tf.maxPool(x, 3, 1, 'valid'), { range: [-3, -1] }),
  op('avgPool 2x2', [[2, 6, 6, 3]], (x: T4) => tf.avgPool(x, 2, 2, 'valid')),
  op('avgPool 3x3, same', [[2, 5, 6, 3]], (x: T4) => tf.avgPool(x, 3, 2, 'same')),
  op('resizeBilinear', [[2, 3, 4, 2]], (x: T4) => tf.image.resizeBilinear(x, [6, 7])),
  op('resizeBilinear, corners', [[1, 3, 4, 2]], (x: T4) => tf.image.resizeBilinear(x, [6, 7], true)),
  op('resizeNearestNeighbor', [[2, 3, 4, 2]], (x: T4) => tf.image.resizeNearestNeighbor(x, [6, 8])),
  op(
    'cropAndResize',
    [[1, 5, 5, 2]],
    (x: T4) => tf.image.cropAndResize(x, tf.tensor2d([[0.1, 0.2, 0.8, 0.9]]), int([0]) as T1, [3, 3]),
    NO_GRADIENT,
  ),
  op('batchNorm', [[2, 3, 3, 2], [2], [2]], (x: T4, offset: T1, scale: T1) =>
    tf.batchNorm(x, tf.tensor1d([0.1, -0.2]), tf.tensor1d([1.5, 0.7]), offset, scale),
  ),
  op('localResponseNormalization', [[1, 3, 3, 6]], (x: T4) => tf.localResponseNormalization(x, 2)),
  op('total variation by slices', [[2, 4, 5, 3]], (x: T4) =>
    tf.sum(tf.square(tf.sub(tf.slice(x, [0, 1, 0, 0]), tf.slice(x, [0, 0, 0, 0], [-1, 3, -1, -1])))),
  ),
];

const OTHERS: OpCase[] = [
  op(
    'random seeded, linspace, range',
    [],
    () => [tf.linspace(0, 1, 5), tf.range(0, 6, 2), tf.fill([2, 2], 3)],
    NO_GRADIENT,
  ),
  op('matMul of int32', [], () => tf.matMul(int([1, 2, 3, 4], [2, 2]), int([5, 6, 7, 8], [2, 2])), NO_GRADIENT),
  op('maxPool of int32', [], () => tf.maxPool(int([1, 5, 3, 4], [1, 2, 2, 1]) as T4, 2, 2, 'valid'), NO_GRADIENT),
  op('mean of int32', [], () => tf.mean(int([1, 2, 3, 5])), NO_GRADIENT),
  op('max and sum of int32', [], () => [tf.max(int([1, 9, 3])), tf.sum(int([1, 9, 3]))], NO_GRADIENT),
  op(
    'int32 arithmetic',
    [],
    () => [tf.div(int([7, 8]), int([2, 3])), tf.floorDiv(int([7, -8]), int([2, 3])), tf.mod(int([7, 8]), int([2, 3]))],
    NO_GRADIENT,
  ),
  op(
    'int32 abs, square, pow',
    [],
    () => [tf.abs(int([-7, 8])), tf.square(int([-7, 8])), tf.pow(int([2, 3]), int([3, 2]))],
    NO_GRADIENT,
  ),
  op(
    'int32 gather, concat, transpose',
    [],
    () => [
      tf.gather(int([5, 6, 7]), int([2, 0])),
      tf.concat([int([1]), int([2])]),
      tf.transpose(int([1, 2, 3, 4], [2, 2])),
    ],
    NO_GRADIENT,
  ),
  op('argMax of int32', [], () => tf.argMax(int([1, 9, 3])), NO_GRADIENT),
  op(
    'bool sum and mean',
    [],
    () => [tf.sum(tf.tensor1d([true, false, true])), tf.mean(tf.cast(tf.tensor1d([true, false]), 'float32'))],
    NO_GRADIENT,
  ),
  op(
    'int32 comparisons',
    [],
    () => [tf.equal(int([1, 2]), int([1, 3])), tf.greater(int([1, 4]), int([1, 3]))],
    NO_GRADIENT,
  ),
  op(
    'unique',
    [],
    () => {
      const { values, indices } = tf.unique(int([3, 1, 3]));
      return [values, indices];
    },
    NO_GRADIENT,
  ),
  op('bincount', [], () => tf.bincount(int([1, 0, 1]) as T1, tf.tensor1d([]), 3), NO_GRADIENT),
  op(
    'fft and back',
    [[2, 4]],
    (x: T) => {
      const y = tf.spectral.ifft(tf.spectral.fft(tf.complex(x, tf.zerosLike(x))));
      return [tf.real(y), tf.imag(y)];
    },
    NO_GRADIENT,
  ),
  op('rfft', [[2, 6]], (x: T) => tf.abs(tf.spectral.rfft(x)), NO_GRADIENT),
  op(
    'complex product',
    [[3], [3]],
    (a: T, b: T) => {
      const c = tf.mul(tf.complex(a, b), tf.complex(b, a));
      return [tf.real(c), tf.imag(c)];
    },
    NO_GRADIENT,
  ),
];

export const OPS: OpCase[] = [
  ...ARITHMETIC,
  ...ACTIVATIONS,
  ...REDUCTIONS,
  ...MATRICES,
  ...SELECTION,
  ...SHAPES,
  ...IMAGES,
  ...OTHERS,
];
