import * as tf from '@tensorflow/tfjs';
import type { Dependencies } from '../checks/dependencies.ts';

export const guidedRelu: Dependencies['guidedRelu'] = (x) =>
  tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    (save as tf.GradSaveFunc)([input]);
    const gradFunc = (dy: tf.Tensor, [input]: tf.Tensor[]) =>
      tf.where(tf.logicalAnd(input!.greater(0), dy.greater(0)), dy, tf.zerosLike(dy));
    return { value: input.maximum(0), gradFunc };
  })(x);
