/** The gradients that a network is made of, on WASM: against the CPU backend on random shapes, and by hand. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initEngine, maxPoolCeil } from '../../../lib/engine/index.ts';
import { Random } from '../../../lib/random.ts';
import { evaluate, relativeError, uniformArray } from '../../support/engine/evaluate.ts';
import type { OpCase } from '../../support/engine/ops/index.ts';

type Pad = 'same' | 'valid';
interface RandomCase {
  op: OpCase;
  range: [number, number];
}

/** `count` cases of one kind, whose shapes are drawn from the kind's name. */
function randomCases(kind: string, count: number, draw: (random: Random) => Omit<OpCase, 'name'>): RandomCase[] {
  const random = new Random(kind);
  return Array.from({ length: count }, (_, i) => {
    const drawn = draw(random);
    const range = drawn.range ?? [-2, 2];
    return { op: { name: `${kind} #${i} of ${JSON.stringify(drawn.shapes)}`, ...drawn }, range };
  });
}

const side = (random: Random) => 5 + random.int(9);
const channels = (random: Random) => 1 + random.int(9);

function convolutions(size: number, stride: number, pad: Pad): RandomCase[] {
  return randomCases(`conv2d ${size}x${size}, stride ${stride}, ${pad}`, 4, (random) => {
    const [inChannels, outChannels] = [channels(random), channels(random)];
    return {
      shapes: [
        [1 + random.int(3), side(random), side(random), inChannels],
        [size, size, inChannels, outChannels],
      ],
      run: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad),
    };
  });
}

function pools(
  size: number,
  stride: number,
  range: [number, number],
  pool: (x: tf.Tensor4D) => tf.Tensor,
  kind: string,
) {
  return randomCases(`${kind} ${size}x${size}, stride ${stride}, values in ${range}`, 3, (random) => ({
    shapes: [[1 + random.int(3), side(random), side(random), channels(random)]],
    run: (x) => pool(x as tf.Tensor4D),
    range,
  }));
}

const SIZES = [1, 3];
const STRIDES = [1, 2];
const PADS: Pad[] = ['same', 'valid'];
const RANGES: [number, number][] = [
  [-2, 2],
  [-3, -1],
];

/** So large that the filter's gradient takes the images in two groups, of two and of one. */
const manyWindows: OpCase = {
  name: 'conv2d 3x3 of three images of 100x100',
  shapes: [
    [3, 100, 100, 16],
    [3, 3, 16, 2],
  ],
  run: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
};

const CASES: RandomCase[] = [
  { op: manyWindows, range: [-2, 2] },
  ...SIZES.flatMap((size) => STRIDES.flatMap((stride) => PADS.flatMap((pad) => convolutions(size, stride, pad)))),
  ...RANGES.flatMap((range) =>
    [2, 3].flatMap((size) =>
      STRIDES.flatMap((stride) => [
        ...PADS.flatMap((pad) => pools(size, stride, range, (x) => tf.maxPool(x, size, stride, pad), `maxPool ${pad}`)),
        ...pools(size, stride, range, (x) => tf.maxPool(x, size, stride, 0, 'ceil'), "maxPool 'ceil'"),
        ...pools(size, stride, range, (x) => maxPoolCeil(x, size, stride), 'maxPoolCeil'),
      ]),
    ),
  ),
];

describe('on random shapes the gradients are those of the CPU backend:', () => {
  test.each(CASES)('$op.name', async ({ op, range }) => {
    const random = new Random(op.name);
    const inputs = op.shapes.map((shape) => uniformArray(random, shape, range));
    await initEngine({ engine: 'cpu', quiet: true });
    const cpu = evaluate(op, inputs);
    await initEngine({ engine: 'wasm', quiet: true });
    const wasm = evaluate(op, inputs);
    for (const [i, value] of wasm.values.entries()) expect(relativeError(value, cpu.values[i]!)).toBeLessThan(1e-5);
    for (const [i, gradient] of wasm.gradients.entries()) {
      expect(relativeError(gradient, cpu.gradients[i]!)).toBeLessThan(1e-5);
    }
  });
});

/** TensorFlow's library is optional; where it loads, it must agree too. */
const tensorflow = await initEngine({ engine: 'tensorflow', quiet: true }).then(
  () => ['tensorflow' as const],
  () => [],
);

describe.each(['wasm', 'cpu', ...tensorflow] as const)('by hand, on %s:', (engine) => {
  beforeAll(() => initEngine({ engine, quiet: true }));

  /** The gradient of the sum of the outputs, each weighted by `dy`. */
  const gradient = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor, dy: number[]): number[] =>
    Array.from(
      tf
        .grad(f)(x, tf.tensor(dy, f(x).shape))
        .dataSync(),
    );
  const image = (values: number[], height: number, width: number) => tf.tensor4d(values, [1, height, width, 1]);

  test('of equal largest elements, a pool gives its gradient to the first in row-major order', () => {
    const x = image([1, 2, 2, 2], 2, 2);
    expect(gradient((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), x, [5])).toEqual([0, 5, 0, 0]);
  });

  test('a pool over zeros and negative numbers keeps its gradient', () => {
    const pool = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
    expect(gradient(pool, image([-4, -1, -3, -2], 2, 2), [5])).toEqual([0, 5, 0, 0]);
    expect(gradient(pool, image([0, 0, 0, 0], 2, 2), [5])).toEqual([5, 0, 0, 0]);
  });

  test('an element that wins in two windows has both gradients', () => {
    const x = image([1, 9, 1], 1, 3);
    expect(gradient((x) => tf.maxPool(x as tf.Tensor4D, [1, 2], 1, 'valid'), x, [5, 7])).toEqual([0, 12, 0]);
  });

  test('a ceil pool has windows that hang over, and padding never wins in them', () => {
    // 4×4, all negative; windows of 3 at rows and columns 0 and 2: the last are cut to 2.
    const x = image([-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12, -13, -14, -15, -16], 4, 4);
    const pool = (x: tf.Tensor) => maxPoolCeil(x as tf.Tensor4D, 3, 2);
    expect(pool(x).shape).toEqual([1, 2, 2, 1]);
    expect(Array.from(pool(x).dataSync())).toEqual([-1, -3, -9, -11]);
    expect(gradient(pool, x, [1, 2, 3, 4])).toEqual([1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
  });

  test('a ceil pool drops a last window that would start outside of the image', () => {
    // 3 wide, window 1, stride 2: starts 0 and 2; PyTorch says 2 windows. 2 wide: starts 0 only, 2 is outside.
    expect(maxPoolCeil(image([1, 2, 3], 1, 3), 1, 2).shape).toEqual([1, 1, 2, 1]);
    expect(maxPoolCeil(image([1, 2], 1, 2), 1, 2).shape).toEqual([1, 1, 1, 1]);
  });

  test('relu passes the gradient where x > 0, and its gradient can be differentiated', () => {
    const x = tf.tensor1d([-1, 0, 2, 3]);
    expect(gradient((x) => tf.relu(x), x, [1, 2, 3, 4])).toEqual([0, 0, 3, 4]);
    const cubed = (x: tf.Tensor) => tf.sum(tf.pow(tf.relu(x), 3));
    const second = tf.grad((x) => tf.sum(tf.grad(cubed)(x)))(x);
    expect(Array.from(second.dataSync())).toEqual([0, 0, 12, 18]);
  });

  test('conv2d with a stride gives each filter tap back to the pixel under it', () => {
    const filter = tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]);
    const conv = (x: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, filter, 2, 'valid');
    const x = image([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 3);
    expect(gradient(conv, x, [10])).toEqual([10, 20, 0, 30, 40, 0, 0, 0, 0]);
    const dFilter = tf.grad((f) => tf.conv2d(x, f as tf.Tensor4D, 2, 'valid'))(filter, tf.tensor4d([10], [1, 1, 1, 1]));
    expect(Array.from(dFilter.dataSync())).toEqual([10, 20, 40, 50]);
  });

  test('a Gram matrix is the same by matMul and by einsum', () => {
    const F = tf.tensor3d([1, 2, 3, 4, 5, 6], [1, 3, 2]);
    expect(Array.from(tf.matMul(F, F, true, false).dataSync())).toEqual([35, 44, 44, 56]);
    expect(Array.from(tf.einsum('npc,npd->ncd', F, F).dataSync())).toEqual([35, 44, 44, 56]);
  });
});
