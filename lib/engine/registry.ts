import * as tf from '@tensorflow/tfjs';

/** Registers a kernel in place of the one of that name and backend, if there is one, without TensorFlow.js's warning. */
export function replaceKernel(config: tf.KernelConfig): void {
  if (tf.getKernel(config.kernelName, config.backendName) !== undefined) {
    tf.unregisterKernel(config.kernelName, config.backendName);
  }
  tf.registerKernel(config);
}

/** The kernel as TensorFlow.js registered it. @throws Error when there is none. */
export function stockKernel(kernelName: string, backendName: string): tf.KernelFunc {
  const config = tf.getKernel(kernelName, backendName);
  if (config === undefined) {
    throw new Error(
      `TensorFlow.js ${tf.version_core} has no kernel ${kernelName} for ${backendName}; lib/engine was written for 4.22.`,
    );
  }
  return config.kernelFunc;
}

/** Runs a kernel by name on the backend in use; part of a gradient if TensorFlow.js exports no operation for it. */
export function runKernel(kernelName: string, inputs: Record<string, tf.Tensor>, attrs: object = {}): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attrs as tf.NamedAttrMap) as tf.Tensor;
}
