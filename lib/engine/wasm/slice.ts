import * as tf from '@tensorflow/tfjs';
import { replaceKernel, stockKernel } from '../registry.ts';

/**
 * Slice with its bounds checked, as on the CPU: WASM's own reads what lies beyond a tensor, other tensors' numbers among it, or
 * breaks the memory of all that follow. Half a pixel is refused too: it would be read as a shifted row.
 */
export function installSlice(): void {
  const stock = stockKernel('Slice', 'wasm');
  replaceKernel({
    kernelName: 'Slice',
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { x } = call.inputs as { x: tf.TensorInfo };
      const { begin, size } = call.attrs as unknown as tf.SliceAttrs;
      const [from, many] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin, size) as [number[], number[]];
      const fits = (axis: number): boolean =>
        from[axis]! >= 0 &&
        Number.isInteger(from[axis]) &&
        Number.isInteger(many[axis]) &&
        from[axis]! + many[axis]! <= x.shape[axis]!;
      const wrong = x.shape.findIndex((_, axis) => !fits(axis));
      if (wrong >= 0) {
        throw new RangeError(
          `slice: ${many[wrong]} from ${from[wrong]} on do not fit into axis ${wrong} of a tensor [${x.shape}] (begin [${from}], size [${many}]).`,
        );
      }
      return stock(call);
    },
  });
}
