/** What an assignment's function may ask of a network. Any network that implements this works. */
import type * as tf from '@tensorflow/tfjs';

export type Relu = (x: tf.Tensor) => tf.Tensor;

export interface Model {
  /** Unnormalized class scores (logits): X [N,H,W,3], normalized with the ImageNet mean and standard deviation → [N,classes]. */
  scores(X: tf.Tensor4D): tf.Tensor2D;

  /** The output of every layer, in order; `features(X)[i]` is layer i [N,h,w,c]. The last entry is the last feature map. */
  features(X: tf.Tensor4D): tf.Tensor4D[];

  /** The scores [N,classes] that follow from `activation`, the output of layer number `layer`. */
  forwardFrom(layer: number, activation: tf.Tensor4D): tf.Tensor2D;

  /** The same weights, with `relu` in place of every ReLU. This model stays as it is. */
  withRelu(relu: Relu): Model;

  readonly numClasses: number;
  readonly classNames: readonly string[];
}
