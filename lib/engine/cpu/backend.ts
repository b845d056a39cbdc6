import * as tf from '@tensorflow/tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

/** The CPU backend, even if another one is in use. */
export function cpuBackend(): MathBackendCPU {
  const cpu = tf.findBackend('cpu');
  // Private, but otherwise the backend's first tensor prints an advertisement for tfjs-node.
  (cpu as unknown as { firstUse: boolean }).firstUse = false;
  return cpu as MathBackendCPU;
}
