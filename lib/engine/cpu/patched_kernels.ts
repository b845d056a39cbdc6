import * as tf from '@tensorflow/tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { replaceKernel, stockKernel } from '../registry.ts';

interface ResizeGradInputs extends tf.NamedTensorInfoMap {
  images: tf.TensorInfo;
  dy: tf.TensorInfo;
}

let installed = false;

/** Patches the CPU backend's wrong kernels. Idempotent. */
export function patchCpuKernels(): void {
  if (installed) return;
  installed = true;

  // For images that are not square the values are right, but the shape has height and width exchanged.
  const bilinear = stockKernel('ResizeBilinearGrad', 'cpu');
  replaceKernel({
    kernelName: 'ResizeBilinearGrad',
    backendName: 'cpu',
    kernelFunc: (call) => {
      const dx = bilinear(call) as tf.TensorInfo;
      return { ...dx, shape: (call.inputs as ResizeGradInputs).images.shape };
    },
  });

  // Beyond the first, every image reads `dy` at the offset it would have in `images`; so give it one image at a time, whose offset is 0.
  const nearest = stockKernel('ResizeNearestNeighborGrad', 'cpu');
  replaceKernel({
    kernelName: 'ResizeNearestNeighborGrad',
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const cpu = backend as MathBackendCPU;
      const { images, dy } = inputs as ResizeGradInputs;
      const dx = new Float32Array(tf.util.sizeFromShape(images.shape));
      for (let n = 0; n < images.shape[0]!; n++) {
        const image = oneImage(cpu, images, n);
        const dyOfImage = oneImage(cpu, dy, n);
        const gradient = nearest({
          inputs: { images: image, dy: dyOfImage },
          backend,
          attrs: attrs ?? {},
        }) as tf.TensorInfo;
        dx.set(cpu.readSync(gradient.dataId) as Float32Array, n * tf.util.sizeFromShape(image.shape));
        for (const info of [image, dyOfImage, gradient]) cpu.disposeData(info.dataId);
      }
      return cpu.makeTensorInfo(images.shape, 'float32', dx);
    },
  });

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

function oneImage(cpu: MathBackendCPU, { dataId, shape, dtype }: tf.TensorInfo, n: number): tf.TensorInfo {
  const size = tf.util.sizeFromShape(shape.slice(1));
  const values = cpu.readSync(dataId) as tf.backend_util.TypedArray;
  return cpu.makeTensorInfo([1, ...shape.slice(1)], dtype, values.slice(n * size, (n + 1) * size));
}
