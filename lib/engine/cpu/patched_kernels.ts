import type * as tf from '@tensorflow/tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { replaceKernel, stockKernel } from '../registry.ts';

let installed = false;

/** Patches the CPU backend's wrong kernels. Idempotent. */
export function patchCpuKernels(): void {
  if (installed) return;
  installed = true;

  // The update is written into the input.
  const scatterUpdate = stockKernel('TensorScatterUpdate', 'cpu');
  replaceKernel({
    kernelName: 'TensorScatterUpdate',
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const cpu = backend as MathBackendCPU;
      const { shape, dtype, dataId } = inputs.tensor as tf.TensorInfo;
      const copy = cpu.makeTensorInfo(shape, dtype, cpu.readSync(dataId).slice());
      const out = scatterUpdate({ inputs: { ...inputs, tensor: copy }, backend, attrs: attrs ?? {} });
      cpu.disposeData(copy.dataId);
      return out;
    },
  });
}
