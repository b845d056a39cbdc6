/** Arithmetic, functions of a number, activations. */
import * as tf from '@tensorflow/tfjs';
import { int, type OpCase, op, POSITIVE, type T, type T1, type T2, UNIT } from './op.ts';

export const ARITHMETIC: OpCase[] = [
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

export const ACTIVATIONS: OpCase[] = [
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
