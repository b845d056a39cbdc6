import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, stockKernel } from '../registry.ts';
import { type Conv2DInfo, forEachWindowSpot } from './windows.ts';

interface Inputs extends tf.NamedTensorInfoMap {
  x: tf.TensorInfo;
  dy: tf.TensorInfo;
}
type Shape4 = [number, number, number, number];

/** Numbers that one product may have in its matrix of windows (16 MB); beyond that, images are taken in groups. */
const MAX_WINDOW_NUMBERS = 2 ** 22;

/**
 * The gradient of conv2d with respect to its filter, which WASM lacks: the windows of x side by side, transposed,
 * [h·w·in, images·pixels], times dy [images·pixels, out] (im2col and one product of XNNPACK for a group of images).
 * NCHW is left to the CPU kernel.
 */
export function installConv2dBackpropFilter(wasm: BackendWasm): void {
  const cpuKernel = stockKernel('Conv2DBackpropFilter', 'wasm'); // as cpu_fallback.ts registered it
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
  const rows = filterHeight * filterWidth * inChannels;
  const group = Math.min(batchSize, Math.max(1, Math.floor(MAX_WINDOW_NUMBERS / (rows * pixels))));
  const dFilter = wasm.makeOutput([filterHeight, filterWidth, inChannels, outChannels], 'float32');
  wasm.typedArrayFromHeap(dFilter).fill(0);
  for (let first = 0; first < batchSize; first += group) {
    const images = Math.min(group, batchSize - first);
    const windows = windowsTransposed(wasm, x, info, first, images);
    const dyOfGroup = wasm.makeOutput([1, images * pixels, outChannels], 'float32');
    const start = first * pixels * outChannels;
    wasm
      .typedArrayFromHeap(dyOfGroup)
      .set(wasm.typedArrayFromHeap(dy).subarray(start, start + images * pixels * outChannels));
    const attrs = { transposeA: false, transposeB: false };
    const product = matMul({ inputs: { a: windows, b: dyOfGroup }, attrs, backend: wasm }) as tf.TensorInfo;
    const from = wasm.typedArrayFromHeap(product);
    const to = wasm.typedArrayFromHeap(dFilter);
    for (let i = 0; i < to.length; i++) to[i]! += from[i]!;
    for (const { dataId } of [windows, dyOfGroup, product]) wasm.disposeData(dataId);
  }
  return dFilter;
}

/** [1, h·w·in, images·pixels]: row (spot, channel), column (image, window); 0 where the window lies on padding. */
function windowsTransposed(
  wasm: BackendWasm,
  x: tf.TensorInfo,
  info: Conv2DInfo,
  first: number,
  images: number,
): tf.TensorInfo {
  const { inChannels } = info;
  const pixels = info.outHeight * info.outWidth;
  const columns = images * pixels;
  const out = wasm.makeOutput([1, info.filterHeight * info.filterWidth * inChannels, columns], 'float32');
  const from = wasm.typedArrayFromHeap(x);
  const to = wasm.typedArrayFromHeap(out).fill(0);
  const imageSize = info.inHeight * info.inWidth * inChannels;
  for (let n = 0; n < images; n++) {
    forEachWindowSpot(info, (window, spot, pixel) => {
      let source = (first + n) * imageSize + pixel * inChannels;
      let target = spot * inChannels * columns + n * pixels + window;
      for (let c = 0; c < inChannels; c++, target += columns) to[target] = from[source++]!;
    });
  }
  return out;
}
