import * as tf from '@tensorflow/tfjs';
import { CrossEntropy } from './classifier/cross_entropy.ts';

/** Prints the loss of ever more certain scores. */
export async function main(): Promise<void> {
  for (const scale of [0, 1, 2]) {
    const loss = new CrossEntropy().forward(tf.tensor2d([[scale, 0]]), tf.tensor1d([0], 'int32'));
    console.log(scale, (await loss.data())[0]);
  }
}
