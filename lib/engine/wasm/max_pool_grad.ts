import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel } from '../registry.ts';

interface Inputs extends tf.NamedTensorInfoMap {
  dy: tf.TensorInfo;
  input: tf.TensorInfo;
  output: tf.TensorInfo;
}
type Shape4 = [number, number, number, number];

/**
 * The gradient of maxPool: each window's dy goes to its largest element, to the first in row-major order if several are equal
 * (as PyTorch and the CPU backend do). WASM's own starts its search at 0 and so loses windows whose maximum is ≤ 0.
 */
export function installMaxPoolGrad(wasm: BackendWasm): void {
  replaceKernel({
    kernelName: 'MaxPoolGrad',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, input, output } = inputs as Inputs;
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
      const info = tf.backend_util.computePool2DInfo(
        input.shape as Shape4,
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const dx = wasm.makeOutput(input.shape, 'float32');
      const view = (tensor: tf.TensorInfo) => wasm.typedArrayFromHeap(tensor) as Float32Array;
      writeMaxPoolGrad(view(dx), view(input), view(output), view(dy), info);
      return dx;
    },
  });
}

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

function writeMaxPoolGrad(dx: Float32Array, x: Float32Array, y: Float32Array, dy: Float32Array, info: PoolInfo): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, inChannels: channels } = info;
  dx.fill(0);
  let out = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * info.strideHeight - info.padInfo.top;
      const [fromY, toY] = [Math.max(0, top), Math.min(inHeight, top + info.filterHeight)];
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * info.strideWidth - info.padInfo.left;
        const [fromX, toX] = [Math.max(0, left), Math.min(inWidth, left + info.filterWidth)];
        const corner = ((n * inHeight + fromY) * inWidth + fromX) * channels;
        for (let c = 0; c < channels; c++, out++) {
          dx[find(y[out]!, x, corner + c, toY - fromY, toX - fromX, channels, inWidth * channels)]! += dy[out]!;
        }
      }
    }
  }
}

/** Position of the first `value` in the window of x at `start`; `start` if there is none (NaN does not equal itself). */
function find(
  value: number,
  x: Float32Array,
  start: number,
  rows: number,
  columns: number,
  columnStride: number,
  rowStride: number,
): number {
  for (let row = 0; row < rows; row++) {
    let at = start + row * rowStride;
    for (let column = 0; column < columns; column++, at += columnStride) if (x[at] === value) return at;
  }
  return start;
}
