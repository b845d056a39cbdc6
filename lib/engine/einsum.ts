import * as tf from '@tensorflow/tfjs';
import { replaceKernel } from './registry.ts';

/**
 * Einsum as a matrix product, for WASM (which lacks it) and pure JavaScript (whose own forms all products before summing: a
 * Gram matrix of 128 channels takes a second and 200 MB).
 */
export function installEinsum(): void {
  for (const backendName of ['cpu', 'wasm']) {
    replaceKernel({
      kernelName: 'Einsum',
      backendName,
      // The engine calls kernels with tensors, and does not record their inner operations for gradients.
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => einsum(attrs?.equation as string, inputs as unknown as tf.Tensor[])),
    });
  }
}

interface Labeled {
  x: tf.Tensor;
  /** One letter for each axis. */
  labels: string[];
}

function einsum(equation: string, tensors: tf.Tensor[]): tf.Tensor {
  const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, tensors.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors);
  const output = [...equation.replace(/\s/g, '').split('->')[1]!];
  const factors = tensors.map((x, i) => ({ x, labels: idDims[i]!.map((dim) => allDims[dim]!) }));
  const [a, b] = factors as [Labeled, Labeled?];
  return order(b === undefined ? a : product(a, b, output), output).x;
}

/** Labels that both have become batches if they are in the output, else the inner dimension of the product. */
function product(a: Labeled, b: Labeled, output: string[]): Labeled {
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => output.includes(label));
  const inner = shared.filter((label) => !output.includes(label));
  const own = (factor: Labeled) => factor.labels.filter((label) => output.includes(label) && !shared.includes(label));
  const [rows, columns] = [own(a), own(b)];
  const left = order(a, [...batch, ...rows, ...inner]).x;
  const right = order(b, [...batch, ...inner, ...columns]).x;
  const sizesOf = (x: tf.Tensor, from: number, labels: string[]) => x.shape.slice(from, from + labels.length);
  const batchSizes = sizesOf(left, 0, batch);
  const rowSizes = sizesOf(left, batch.length, rows);
  const innerSize = tf.util.sizeFromShape(sizesOf(right, batch.length, inner));
  const columnSizes = sizesOf(right, batch.length + inner.length, columns);
  const count = tf.util.sizeFromShape;
  const y = tf.matMul(
    tf.reshape(left, [count(batchSizes), count(rowSizes), innerSize]),
    tf.reshape(right, [count(batchSizes), innerSize, count(columnSizes)]),
  );
  return { x: tf.reshape(y, [...batchSizes, ...rowSizes, ...columnSizes]), labels: [...batch, ...rows, ...columns] };
}

/** Sums over the labels that are not wanted and transposes the others into the wanted order. */
function order({ x, labels }: Labeled, wanted: string[]): Labeled {
  const kept = labels.filter((label) => wanted.includes(label));
  const summed = labels.flatMap((label, axis) => (wanted.includes(label) ? [] : [axis]));
  const rest = summed.length > 0 ? tf.sum(x, summed) : x;
  return {
    x: tf.transpose(
      rest,
      wanted.map((label) => kept.indexOf(label)),
    ),
    labels: wanted,
  };
}
