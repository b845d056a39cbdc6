import * as tf from '@tensorflow/tfjs';

/** Registers a kernel, replacing any of that name and backend without TensorFlow.js's warning. */
export function replaceKernel(config: tf.KernelConfig): void {
  if (tf.getKernel(config.kernelName, config.backendName) !== undefined) {
    tf.unregisterKernel(config.kernelName, config.backendName);
  }
  tf.registerKernel(config);
}

/** The kernel as TensorFlow.js registered it. @throws Error if there is none. */
export function stockKernel(kernelName: string, backendName: string): tf.KernelFunc {
  const config = tf.getKernel(kernelName, backendName);
  if (config === undefined) {
    throw new Error(
      `TensorFlow.js ${tf.version_core} has no kernel ${kernelName} for ${backendName}; lib/engine was written for 4.22.`,
    );
  }
  return config.kernelFunc;
}

/** Runs a kernel by name on the backend in use: for gradients that need a kernel without an exported operation. */
export function runKernel(kernelName: string, inputs: Record<string, tf.Tensor>, attrs: object = {}): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attrs as tf.NamedAttrMap) as tf.Tensor;
}
