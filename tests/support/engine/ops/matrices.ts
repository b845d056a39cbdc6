/** Products of matrices, and sums of products. */
import * as tf from '@tensorflow/tfjs';
import { type OpCase, op, type T, type T1 } from './op.ts';

export const MATRICES: OpCase[] = [
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
