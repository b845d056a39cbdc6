import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel } from '../registry.ts';

/** Kernels that look at shapes only, or share what lies elsewhere (identity.ts). */
const LEAVES_INPUTS = new Set(['Identity', 'ZerosLike', 'OnesLike']);

/**
 * Brings the inputs of every kernel into WASM's memory before it runs. TensorFlow.js would move what lies elsewhere (the network's
 * tensors) as the kernel asks for it, by when the kernel may hold views of a memory that moving has just replaced: `concat` of
 * two gradients then throws "Cannot perform Construct on a detached ArrayBuffer".
 */
export function installMovedInputs(wasm: BackendWasm): void {
  for (const { kernelFunc, ...rest } of tf.getKernelsForBackend('wasm')) {
    if (LEAVES_INPUTS.has(rest.kernelName)) continue;
    const moving: tf.KernelFunc = (call) => {
      for (const name in call.inputs) {
        const input = call.inputs[name];
        if (input && input.dtype !== 'complex64') wasm.dataIdMap.get(input.dataId);
      }
      return kernelFunc(call);
    };
    replaceKernel({ ...rest, kernelFunc: moving });
  }
}
