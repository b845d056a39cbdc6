/** The interface of a network to the assignment's functions. Any network that implements it works. */
import type * as tf from '@tensorflow/tfjs';

export type Relu = (x: tf.Tensor) => tf.Tensor;

export interface Model {
  /** Unnormalized class scores (logits): X [N,H,W,3], normalized with the ImageNet mean and standard deviation → [N,classes]. */
  scores(X: tf.Tensor4D): tf.Tensor2D;

  /** The output of every layer, in order; `features(X)[i]` is layer i [N,h,w,c]. The last entry is the last feature map. */
  features(X: tf.Tensor4D): tf.Tensor4D[];

  /** The scores [N,classes] that follow from `activation`, the output of layer number `layer`. */
  forwardFrom(layer: number, activation: tf.Tensor4D): tf.Tensor2D;

  /** The same weights, with `relu` instead of every ReLU. This model is unchanged. */
  withRelu(relu: Relu): Model;

  readonly numClasses: number;
  readonly classNames: readonly string[];
}
