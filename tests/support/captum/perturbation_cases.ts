/** Models and inputs of Captum's own tests of feature ablation and occlusion. */
import * as tf from '@tensorflow/tfjs';
import { basicModelConvNetOneConv, basicModelMultiLayer, ramp } from './toy_models.ts';

const multiLayer = basicModelMultiLayer();
export const scores = (x: tf.Tensor) => multiLayer.scores(x as tf.Tensor4D) as tf.Tensor;
/** Captum's BasicModel_MultiLayer_MultiInput. */
export const scoresOfSum = (...inputs: tf.Tensor[]) => scores(tf.addN(inputs));
export const oneRow = tf.tensor2d([[20, 50, 30]]);
export const twoRows = tf.tensor2d([
  [2, 10, 3],
  [20, 50, 30],
]);
export const x1 = tf.tensor2d([
  [23, 100, 0],
  [20, 50, 30],
]);
export const x2 = tf.tensor2d([
  [20, 50, 30],
  [0, 100, 0],
]);
export const x3 = tf.tensor2d([
  [0, 100, 10],
  [2, 10, 3],
]);

/** Captum's convolutional case, where the second input is added to the first. */
const convNet = basicModelConvNetOneConv();
export const convScores = (a: tf.Tensor, b: tf.Tensor) => convNet.scores(a.add(b));
export const convInputs = [ramp(), tf.ones([1, 4, 4, 1])];
