import * as tf from '@tensorflow/tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';

/** The CPU backend, whichever backend is in use. */
export function cpuBackend(): MathBackendCPU {
  const cpu = tf.findBackend('cpu');
  // Private, but else the backend's first tensor prints an advertisement for tfjs-node.
  (cpu as unknown as { firstUse: boolean }).firstUse = false;
  return cpu as MathBackendCPU;
}
