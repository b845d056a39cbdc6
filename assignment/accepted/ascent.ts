import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { solutionsOf } from './accepted.ts';

type MakeFoolingImage = (
  X: tf.Tensor4D,
  targetY: number,
  model: Model,
  options?: { learningRate?: number; maxIterations?: number },
) => tf.Tensor4D;

const fooling = solutionsOf<MakeFoolingImage>(subjects.makeFoolingImage, 'fooling', (makeFoolingImage) => ({
  FoolingImage: class {
    makeFoolingImage = makeFoolingImage;
  },
}));

const foolingImages = [
  fooling('oneForward', 'one forward pass gives scores and gradient', (X, targetY, model, options = {}) => {
    const { learningRate = 1, maxIterations = 100 } = options;
    const target = tf.oneHot([targetY], model.numClasses);
    let image = X.clone();
    for (let i = 0; i < maxIterations; i++) {
      let predicted = -1;
      const g = tf.grad((x: tf.Tensor) => {
        const scores = model.scores(x as tf.Tensor4D);
        predicted = scores.argMax(-1).dataSync()[0]!;
        return scores.mul(target).sum();
      })(image);
      if (predicted === targetY) return image;
      const norm = Math.sqrt(g.square().sum().dataSync()[0]!);
      if (norm === 0) throw new Error('No gradient.');
      image = image.add(g.mul(learningRate / norm));
    }
    return image;
  }),
  fooling('while', 'a while loop, the class from sorted scores', (X, targetY, model, options = {}) => {
    const { learningRate = 1, maxIterations = 100 } = options;
    const best = (image: tf.Tensor4D) => tf.topk(model.scores(image), 1).indices.dataSync()[0];
    const score = (image: tf.Tensor) =>
      model
        .scores(image as tf.Tensor4D)
        .squeeze([0])
        .slice([targetY], [1])
        .sum();
    let image = X.clone();
    let iteration = 0;
    while (iteration++ < maxIterations && best(image) !== targetY) {
      const g = tf.grad(score)(image);
      const norm = tf.norm(g, 'euclidean');
      if (norm.arraySync() === 0) throw new RangeError('There is no gradient for this class.');
      image = tf.add(image, tf.div(tf.mul(g, learningRate), norm)) as tf.Tensor4D;
    }
    return image;
  }),
  fooling('variable', 'the change in a tf.variable', (X, targetY, model, options = {}) => {
    const { learningRate = 1, maxIterations = 100 } = options;
    const change = tf.variable(tf.zerosLike(X));
    const score = () => model.scores(X.add(change)).gather([targetY], 1).sum() as tf.Scalar;
    for (let i = 0; i < maxIterations; i++) {
      if (model.scores(X.add(change)).argMax(1).dataSync()[0] === targetY) break;
      const g = tf.variableGrads(score, [change]).grads[change.name]!;
      const norm = g.flatten().norm(2);
      if (norm.dataSync()[0] === 0) throw new Error('No gradient.');
      change.assign(change.add(g.div(norm).mul(learningRate)) as tf.Tensor4D);
    }
    const image = X.add(change) as tf.Tensor4D;
    change.dispose();
    return image;
  }),
];

type AscentStep = (
  img: tf.Tensor4D,
  targetY: number,
  model: Model,
  options: { l2Reg: number; learningRate: number },
) => tf.Tensor;

const ascent = solutionsOf<AscentStep>(subjects.ascentStep, 'classVis', (ascentStep) => ({
  ClassVisualization: class {
    ascentStep = ascentStep;
  },
}));

function checked(norm: number): number {
  if (norm === 0) throw new Error('The gradient is 0.');
  return norm;
}

const ascentSteps = [
  ascent('analytic', "the regularizer's gradient by hand", (img, targetY, model, { l2Reg, learningRate }) => {
    const score = (img: tf.Tensor) =>
      model
        .scores(img as tf.Tensor4D)
        .gather([targetY], 1)
        .sum();
    const g = tf
      .grad(score)(img)
      .sub(img.mul(2 * l2Reg));
    return img.add(g.mul(learningRate / checked(g.norm().dataSync()[0]!)));
  }),
  ascent('descendLoss', 'downhill on the negative objective', (img, targetY, model, { l2Reg, learningRate }) => {
    const loss = (img: tf.Tensor) => {
      const score = model
        .scores(img as tf.Tensor4D)
        .mul(tf.oneHot([targetY], model.numClasses))
        .sum();
      return tf.sum(tf.mul(img, img)).mul(l2Reg).sub(score);
    };
    const g = tf.grad(loss)(img);
    return img.sub(g.div(checked(Math.sqrt(g.square().sum().dataSync()[0]!))).mul(learningRate));
  }),
  ascent(
    'twoGradients',
    'the gradients of score and regularizer apart',
    (img, targetY, model, { l2Reg, learningRate }) => {
      const dScore = tf.grad((img: tf.Tensor) =>
        model
          .scores(img as tf.Tensor4D)
          .slice([0, targetY], [1, 1])
          .sum(),
      )(img);
      const dNorm = tf.grad((img: tf.Tensor) => img.square().sum())(img);
      const g = dScore.sub(dNorm.mul(l2Reg));
      checked(g.norm().dataSync()[0]!);
      return img.add(g.mul(learningRate).div(g.norm()));
    },
  ),
];

export const acceptedAscents = [...foolingImages, ...ascentSteps];
