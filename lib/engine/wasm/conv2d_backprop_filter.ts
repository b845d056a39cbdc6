import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, stockKernel } from '../registry.ts';
import { type Conv2DInfo, forEachWindowRow } from './windows.ts';

interface Inputs extends tf.NamedTensorInfoMap {
  x: tf.TensorInfo;
  dy: tf.TensorInfo;
}
type Shape4 = [number, number, number, number];

/** Most numbers in one product's window matrix (16 MB); beyond that, images are processed in groups. */
const MAX_WINDOW_NUMBERS = 2 ** 22;

/**
 * The gradient of conv2d with respect to its filter, which WASM lacks: the windows of x [images·pixels, h·w·in] (im2col),
 * transposed, times dy [images·pixels, out], for a group of images at a time. The windows of a 1×1 convolution are x itself.
 * NCHW goes to the CPU kernel.
 */
export function installConv2dBackpropFilter(wasm: BackendWasm): void {
  const cpuKernel = stockKernel('Conv2DBackpropFilter', 'wasm'); // registered by cpu_fallback.ts
  const matMul = stockKernel('BatchMatMul', 'wasm');

  replaceKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { x, dy } = call.inputs as Inputs;
      const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
        call.attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      if (dataFormat === 'NCHW') return cpuKernel(call);
      const info = tf.backend_util.computeConv2DInfo(x.shape as Shape4, filterShape, strides, 1, pad, dimRoundingMode);
      return backpropFilter(wasm, matMul, x, dy, info);
    },
  });
}

function backpropFilter(
  wasm: BackendWasm,
  matMul: tf.KernelFunc,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: Conv2DInfo,
): tf.TensorInfo {
  const { batchSize, filterHeight, filterWidth, inChannels, outChannels } = info;
  const pixels = info.outHeight * info.outWidth;
  const windowSize = filterHeight * filterWidth * inChannels;
  const windowsAreX =
    windowSize === inChannels && tf.util.arraysEqual(info.inShape.slice(0, 3), info.outShape.slice(0, 3));
  const group = windowsAreX
    ? batchSize
    : Math.min(batchSize, Math.max(1, Math.floor(MAX_WINDOW_NUMBERS / (windowSize * pixels))));
  const dFilter = wasm.makeOutput([filterHeight, filterWidth, inChannels, outChannels], 'float32');
  wasm.typedArrayFromHeap(dFilter).fill(0);
  for (let first = 0; first < batchSize; first += group) {
    const images = Math.min(group, batchSize - first);
    const windows = windowsAreX
      ? share(wasm, x, [1, batchSize * pixels, inChannels])
      : windowsOf(wasm, x, info, first, images);
    const dyOfGroup =
      group === batchSize
        ? share(wasm, dy, [1, batchSize * pixels, outChannels])
        : imagesOf(wasm, dy, info, first, images);
    const attrs = { transposeA: true, transposeB: false };
    const product = matMul({ inputs: { a: windows, b: dyOfGroup }, attrs, backend: wasm }) as tf.TensorInfo;
    const from = wasm.typedArrayFromHeap(product);
    const to = wasm.typedArrayFromHeap(dFilter);
    for (let i = 0; i < to.length; i++) to[i]! += from[i]!;
    for (const { dataId } of [windows, dyOfGroup, product]) wasm.disposeData(dataId);
  }
  return dFilter;
}

/** The same data in another shape; the caller disposes of it. */
function share(wasm: BackendWasm, { dataId, dtype }: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  wasm.incRef(dataId);
  return { dataId, dtype, shape };
}

/** A copy of dy for some of the images, [1, images·pixels, out]. */
function imagesOf(
  wasm: BackendWasm,
  dy: tf.TensorInfo,
  info: Conv2DInfo,
  first: number,
  images: number,
): tf.TensorInfo {
  const pixels = info.outHeight * info.outWidth;
  const copy = wasm.makeOutput([1, images * pixels, info.outChannels], 'float32');
  const size = pixels * info.outChannels;
  wasm.typedArrayFromHeap(copy).set(wasm.typedArrayFromHeap(dy).subarray(first * size, (first + images) * size));
  return copy;
}

/** The windows of x side by side, [1, images·pixels, h·w·in]; 0 where a window lies on padding. */
function windowsOf(
  wasm: BackendWasm,
  x: tf.TensorInfo,
  info: Conv2DInfo,
  first: number,
  images: number,
): tf.TensorInfo {
  const { inChannels } = info;
  const pixels = info.outHeight * info.outWidth;
  const windowSize = info.filterHeight * info.filterWidth * inChannels;
  const out = wasm.makeOutput([1, images * pixels, windowSize], 'float32');
  const to = wasm.typedArrayFromHeap(out).fill(0);
  const from = wasm.typedArrayFromHeap(x);
  const heap = new Float32Array(to.buffer); // one array for both, so that runs are copied without a view for each
  const imageSize = info.inHeight * info.inWidth * inChannels;
  for (let n = 0; n < images; n++) {
    const toImage = to.byteOffset / 4 + n * pixels * windowSize;
    const fromImage = from.byteOffset / 4 + (first + n) * imageSize;
    forEachWindowRow(info, (window, spot, pixel, length) => {
      const start = fromImage + pixel * inChannels;
      heap.copyWithin(toImage + window * windowSize + spot * inChannels, start, start + length * inChannels);
    });
  }
  return out;
}
