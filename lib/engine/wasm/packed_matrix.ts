import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, stockKernel } from '../registry.ts';

/**
 * Guards matrix products against XNNPACK's cache. WASM packs the right-hand matrix once and looks it up by its data, ignoring
 * its shape: after `matMul(x, b)`, `matMul(y, b.reshape(...))` is silently wrong, or traps with "memory access out of bounds".
 * So data that comes with a second shape is copied.
 */
export function installPackedMatrixGuard(): void {
  const shapes = new WeakMap<object, number[]>();
  for (const kernelName of ['BatchMatMul', '_FusedMatMul']) {
    const stock = stockKernel(kernelName, 'wasm');
    replaceKernel({
      ...tf.getKernel(kernelName, 'wasm')!,
      kernelFunc: (call) => {
        const b = call.inputs.b as tf.TensorInfo;
        const matrix = b.shape.slice(-2);
        const packed = shapes.get(b.dataId);
        if (packed === undefined) shapes.set(b.dataId, matrix);
        if (packed === undefined || tf.util.arraysEqual(packed, matrix)) return stock(call);
        const wasm = call.backend as BackendWasm;
        const copy = wasm.makeOutput(b.shape, b.dtype);
        wasm.typedArrayFromHeap(copy).set(wasm.typedArrayFromHeap(b));
        const result = stock({ ...call, inputs: { ...call.inputs, b: copy } });
        wasm.disposeData(copy.dataId);
        return result;
      },
    });
  }
}
