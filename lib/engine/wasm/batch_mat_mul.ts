import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, stockKernel } from '../registry.ts';

interface Inputs extends tf.NamedTensorInfoMap {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
}

/** From this many multiplications per product on, calling XNNPACK for each is worth it. */
const WORTHWHILE = 2 ** 15;

/**
 * Matrix products that are transposed or come in batches, as a series of plain ones. XNNPACK has only plain products; for the
 * rest WASM's own kernel is a loop 20 times slower, which every Gram matrix (Fᵀ·F) would run on. It also pairs the wrong
 * matrices if both inputs are broadcast.
 */
export function installBatchMatMul(): void {
  const stock = stockKernel('BatchMatMul', 'wasm');
  const transpose = stockKernel('Transpose', 'wasm');

  replaceKernel({
    ...tf.getKernel('BatchMatMul', 'wasm')!,
    kernelFunc: (call) => {
      const { a, b } = call.inputs as Inputs;
      const { transposeA, transposeB } = call.attrs as unknown as tf.BatchMatMulAttrs;
      const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
      const batch = tf.broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
      const products = tf.util.sizeFromShape(batch);
      const plain = products === 1 && !transposeA && !transposeB;
      const columns = b.shape.at(transposeB ? -2 : -1)!;
      const multiplications = matrixSize(a) * columns;
      const samePairs = matricesOf(a) === matricesOf(b) || matricesOf(a) === 1 || matricesOf(b) === 1;
      if (plain || (multiplications < WORTHWHILE && samePairs)) return stock(call);

      const wasm = call.backend as BackendWasm;
      const upright = (x: tf.TensorInfo, transposed: boolean) => (transposed ? swapLast(transpose, x, wasm) : x);
      const [left, right] = [upright(a, transposeA), upright(b, transposeB)];
      const out = wasm.makeOutput([...batch, left.shape.at(-2)!, columns], 'float32');
      for (let n = 0; n < products; n++) {
        const one = matrix(wasm, left, indexIn(aBatch, n, batch));
        const other = matrix(wasm, right, indexIn(bBatch, n, batch));
        const attrs = { transposeA: false, transposeB: false };
        const product = stock({ inputs: { a: one, b: other }, attrs, backend: wasm }) as tf.TensorInfo;
        wasm.typedArrayFromHeap(out).set(wasm.typedArrayFromHeap(product), n * matrixSize(out));
        for (const { dataId } of [one, other, product]) wasm.disposeData(dataId);
      }
      if (transposeA) wasm.disposeData(left.dataId);
      if (transposeB) wasm.disposeData(right.dataId);
      return out;
    },
  });
}

function matrixSize({ shape }: tf.TensorInfo): number {
  return shape.at(-2)! * shape.at(-1)!;
}

function matricesOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape.slice(0, -2));
}

function swapLast(transpose: tf.KernelFunc, x: tf.TensorInfo, wasm: BackendWasm): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
  return transpose({ inputs: { x }, attrs: { perm }, backend: wasm }) as tf.TensorInfo;
}

/** Which matrix of an input with batch shape `own` belongs to number `n` of the broadcast `batch`. */
function indexIn(own: number[], n: number, batch: number[]): number {
  let [index, stride, rest] = [0, 1, n];
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    const size = own[axis - batch.length + own.length] ?? 1;
    index += size === 1 ? 0 : (rest % batch[axis]!) * stride;
    stride *= size;
    rest = Math.floor(rest / batch[axis]!);
  }
  return index;
}

/** Matrix number `index` of x as [1, rows, columns]; the caller disposes of it. */
function matrix(wasm: BackendWasm, x: tf.TensorInfo, index: number): tf.TensorInfo {
  const shape = [1, ...x.shape.slice(-2)];
  if (matricesOf(x) === 1) {
    wasm.incRef(x.dataId);
    return { dataId: x.dataId, shape, dtype: x.dtype };
  }
  const size = matrixSize(x);
  const copy = wasm.makeOutput(shape, 'float32');
  wasm.typedArrayFromHeap(copy).set(wasm.typedArrayFromHeap(x).subarray(index * size, (index + 1) * size));
  return copy;
}
