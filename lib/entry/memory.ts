/** Reports a large network's memory needs in advance. */
import type * as tf from '@tensorflow/tfjs';
import { type Model, Vgg, vggMemoryEstimate } from '../models/index.ts';

/**
 * Reports on stderr how much memory a VGG needs for the largest picture, and whether that much is free. SqueezeNet is small
 * enough to skip this.
 * @param images each [N,H,W,3]
 */
export function announceMemory(model: Model, images: readonly tf.Tensor4D[]): void {
  if (!(model instanceof Vgg)) return;
  const estimates = images.map(({ shape: [, H, W] }) =>
    vggMemoryEstimate(H, W, { variant: model.variant, numClasses: model.numClasses }),
  );
  const { totalBytes, description } = estimates.reduce((a, b) => (b.totalBytes > a.totalBytes ? b : a));
  console.error(`${description}.`);
  const freeBytes = process.availableMemory();
  if (freeBytes < totalBytes) {
    const freeMiB = Math.floor(freeBytes / 2 ** 20);
    console.error(`Only ${freeMiB} MiB are free: it may run out of memory. A --set with smaller pictures needs less.`);
  }
}
