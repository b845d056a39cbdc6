/** Integers, truth values, complex numbers; operations without inputs. */
import * as tf from '@tensorflow/tfjs';
import { int, NO_GRADIENT, type OpCase, op, type T, type T1, type T4 } from './op.ts';

export const OTHER_TYPES: OpCase[] = [
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
