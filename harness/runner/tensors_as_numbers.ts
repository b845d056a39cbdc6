/** JavaScript takes `a - b` or `w * x` on tensors without a word, and gives NaN. On the student's machine it is an error, with its line. */
import * as tf from '@tensorflow/tfjs';

export function refuseTensorsAsNumbers(): void {
  Object.defineProperty(tf.Tensor.prototype, Symbol.toPrimitive, {
    configurable: true,
    value(this: tf.Tensor, wanted: 'number' | 'string' | 'default'): string {
      // `+` asks for either, so that "loss " + loss prints the tensor, as ever.
      if (wanted !== 'number') return this.toString();
      throw new TypeError('A tensor was used as a number, by a sign such as -, *, /, ** or <.');
    },
  });
}
