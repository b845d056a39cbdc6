import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel } from '../registry.ts';

interface OneInput extends tf.NamedTensorInfoMap {
  x: tf.TensorInfo;
}

/**
 * The same data as another tensor, reference-counted as in the CPU backend; no kernel writes into its inputs. Data in the
 * network's memory (lib/engine/network) stays there.
 */
function share({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  tf.engine().state.tensorInfo.get(dataId)!.backend.incRef(dataId);
  return { dataId, shape, dtype };
}

/**
 * Identity and Cast to the same type without a copy. Every tensor saved for a gradient goes through Identity: WASM's own copies
 * all of them, filters too, so that caches keyed by data id (packed filters, our rotated ones) never hit. Cast to bool is `x !=
 * 0`, as on the CPU: WASM's own truncates to a byte, so that 0.5 and 256 are false.
 */
export function installIdentity(): void {
  replaceKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => share((inputs as OneInput).x),
  });
  replaceKernel({
    kernelName: 'Cast',
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { x } = inputs as OneInput;
      const { dtype } = attrs as unknown as { dtype: tf.DataType };
      const wasm = backend as BackendWasm;
      if (x.dtype === dtype) return share(x);
      const out = wasm.makeOutput(x.shape, dtype);
      const from = wasm.typedArrayFromHeap(x);
      const to = wasm.typedArrayFromHeap(out);
      if (dtype === 'bool') for (let i = 0; i < to.length; i++) to[i] = from[i] === 0 ? 0 : 1;
      else to.set(from);
      return out;
    },
  });
}
