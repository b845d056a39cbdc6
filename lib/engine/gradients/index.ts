import * as tf from '@tensorflow/tfjs';
import { AVG_POOL_GRADIENT } from './avg_pool.ts';
import { BROADCAST_GRADIENTS } from './broadcast.ts';
import { COMPARISON_GRADIENTS } from './comparisons.ts';
import { EINSUM_GRADIENT } from './einsum.ts';
import { INDEXING_GRADIENTS } from './indexing.ts';
import { LAYOUT_GRADIENTS } from './layout.ts';
import { MAX_POOL_GRADIENT } from './max_pool.ts';
import { REFUSED_GRADIENTS } from './refused.ts';
import { installReluGrad, RELU_GRADIENTS } from './relu.ts';
import { RESIZE_GRADIENTS } from './resize.ts';

/** Registers the gradients that TensorFlow.js lacks or gets wrong, for every engine. Idempotent. */
export function installGradients(): void {
  const gradients = [
    ...COMPARISON_GRADIENTS,
    ...BROADCAST_GRADIENTS,
    ...INDEXING_GRADIENTS,
    ...LAYOUT_GRADIENTS,
    ...RELU_GRADIENTS,
    ...RESIZE_GRADIENTS,
    ...REFUSED_GRADIENTS,
    EINSUM_GRADIENT,
    AVG_POOL_GRADIENT,
    MAX_POOL_GRADIENT,
  ];
  for (const gradient of gradients) tf.registerGradient(gradient);
  installReluGrad();
}
