import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, stockKernel } from '../registry.ts';
import { FilterCache, flattenTransposed, turn } from './filter_cache.ts';
import { type Conv2DInfo, forEachWindowRow } from './windows.ts';

interface Inputs extends tf.NamedTensorInfoMap {
  dy: tf.TensorInfo;
  filter: tf.TensorInfo;
}
type Shape4 = [number, number, number, number];

/**
 * The gradient of conv2d with respect to its input, dx, on XNNPACK's kernels instead of WASM's naive loop.
 *
 * Stride 1: dx is the forward convolution of dy with the filter rotated by 180° and its channels swapped. Larger strides: the
 * product of dy and the filter gives each window's contribution, [pixels of dy, window], which is summed (col2im); a
 * convolution would multiply the zeros between the pixels of a dilated dy. NCHW and paddings wider than the filter go to the
 * stock kernel.
 */
export function installConv2dBackpropInput(wasm: BackendWasm): void {
  const stock = stockKernel('Conv2DBackpropInput', 'wasm');
  const conv2d = stockKernel('Conv2D', 'wasm');
  const matMul = stockKernel('BatchMatMul', 'wasm');
  const turned = new FilterCache(wasm, turn);
  const flattened = new FilterCache(wasm, flattenTransposed);

  replaceKernel({
    ...tf.getKernel('Conv2DBackpropInput', 'wasm')!,
    kernelFunc: (call) => {
      const { dy, filter } = call.inputs as Inputs;
      const { inputShape, strides, pad, dataFormat, dimRoundingMode } =
        call.attrs as unknown as tf.Conv2DBackpropInputAttrs;
      if (dataFormat === 'NCHW') return stock(call);
      const info = tf.backend_util.computeConv2DInfo(
        inputShape,
        filter.shape as Shape4,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      if (info.strideHeight !== 1 || info.strideWidth !== 1) {
        return addUpWindows(wasm, matMul, dy, flattened.get(filter), info);
      }
      const { top, bottom, left, right } = info.padInfo;
      const [h, w] = [info.filterHeight - 1, info.filterWidth - 1];
      if (Math.max(top, bottom) > h || Math.max(left, right) > w) return stock(call);
      const around = [
        [0, 0],
        [h - top, h - bottom],
        [w - left, w - right],
        [0, 0],
      ];
      const attrs = { strides: 1, dilations: 1, pad: around, dataFormat: 'NHWC' } as unknown as tf.NamedAttrMap;
      return conv2d({ inputs: { x: dy, filter: turned.get(filter) }, attrs, backend: wasm });
    },
  });
}

/** dx of a strided convolution: for each image dy [pixels, out] · filter [out, window], summed at the windows' positions. */
function addUpWindows(
  wasm: BackendWasm,
  matMul: tf.KernelFunc,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: Conv2DInfo,
): tf.TensorInfo {
  const { inChannels, outChannels } = info;
  const pixels = info.outHeight * info.outWidth;
  const imageSize = info.inHeight * info.inWidth * inChannels;
  const windowSize = info.filterHeight * info.filterWidth * inChannels;
  const dx = wasm.makeOutput(info.inShape, 'float32');
  wasm.typedArrayFromHeap(dx).fill(0);
  for (let n = 0; n < info.batchSize; n++) {
    const dyOfImage = wasm.makeOutput([1, pixels, outChannels], 'float32');
    const first = n * pixels * outChannels;
    wasm.typedArrayFromHeap(dyOfImage).set(wasm.typedArrayFromHeap(dy).subarray(first, first + pixels * outChannels));
    const attrs = { transposeA: false, transposeB: false };
    const shares = matMul({ inputs: { a: dyOfImage, b: filter }, attrs, backend: wasm }) as tf.TensorInfo;
    const from = wasm.typedArrayFromHeap(shares);
    const to = wasm.typedArrayFromHeap(dx);
    forEachWindowRow(info, (window, spot, pixel, length) => {
      let source = window * windowSize + spot * inChannels;
      let target = n * imageSize + pixel * inChannels;
      for (let i = 0; i < length * inChannels; i++) to[target++]! += from[source++]!;
    });
    wasm.disposeData(dyOfImage.dataId);
    wasm.disposeData(shares.dataId);
  }
  return dx;
}
