import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';
import { firstLabel, GATHERED, own, predicted } from './objectives.ts';

type GradCamMap = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

export const gradCamVariant = variantsOf<GradCamMap>(subjects.gradCamMap, 'gradCam', (gradCamMap) => ({
  GradCam: class {
    gradCamMap = gradCamMap;
  },
}));

type Objective = (scores: tf.Tensor2D, chosen: tf.Tensor) => tf.Tensor;

const ownScores: Objective = (scores, chosen) => tf.sum(scores.mul(chosen));

/** The last feature map A, or that of another layer, and the gradient of the objective with respect to it. */
function activationAndGradient(
  X: tf.Tensor4D,
  y: tf.Tensor1D,
  model: Model,
  { objective = ownScores, layer = (count: number) => count - 1 } = {},
): { A: tf.Tensor; dA: tf.Tensor } {
  const features = model.features(X);
  const number = layer(features.length);
  const A = features[number]!;
  const chosen = own(y, model);
  const dA = tf.grad((A: tf.Tensor) => objective(model.forwardFrom(number, A as tf.Tensor4D), chosen))(A);
  return { A, dA };
}

export const average = (dA: tf.Tensor): tf.Tensor => dA.mean([1, 2], true);

/** Correct Grad-CAM, except for its objective or layer. */
export const camWith =
  (options: Parameters<typeof activationAndGradient>[3]): GradCamMap =>
  (X, y, model) => {
    const { A, dA } = activationAndGradient(X, y, model, options);
    return A.mul(average(dA)).sum(-1).relu();
  };

/** Correct Grad-CAM, except for how A and its gradient become a map. */
export const mapWith =
  (combine: (A: tf.Tensor, dA: tf.Tensor) => tf.Tensor): GradCamMap =>
  (X, y, model) => {
    const { A, dA } = activationAndGradient(X, y, model);
    return combine(A, dA);
  };

export const gradCamMapMisconceptions = [
  gradCamVariant(
    'noRelu',
    'no ReLU at the end',
    'Only evidence FOR the class is shown: a ReLU comes after the sum over the channels.',
    mapWith((A, dA) => A.mul(average(dA)).sum(-1)),
  ),
  gradCamVariant(
    'reluFirst',
    'the ReLU comes before the sum over the channels',
    'The ReLU comes after the sum over the channels: evidence against the class has to count in the sum.',
    mapWith((A, dA) => A.mul(average(dA)).relu().sum(-1)),
  ),
  gradCamVariant(
    'reluGradient',
    'a ReLU on the gradient',
    'The channel weights are the mean of the gradient as it is: negative gradients count in the mean.',
    mapWith((A, dA) => A.mul(average(dA.relu())).sum(-1).relu()),
  ),
  gradCamVariant(
    'noPooling',
    'gradient times activation, position by position',
    'The weight of a channel is one number: the mean of its gradient over all positions.',
    mapWith((A, dA) => A.mul(dA).sum(-1).relu()),
  ),
  gradCamVariant(
    'sumPool',
    'the sum of the gradient instead of its mean',
    'The weight of a channel is the average of its gradient, not the sum; a picture scaled to [0,1] would not show the difference.',
    mapWith((A, dA) =>
      A.mul(dA.sum([1, 2], true))
        .sum(-1)
        .relu(),
    ),
  ),
  gradCamVariant(
    'chanMean',
    'the mean over the channels',
    'The channels are added up, weighted; they are not averaged.',
    mapWith((A, dA) => A.mul(average(dA)).mean(-1).relu()),
  ),
  gradCamVariant(
    'maxPool',
    'the maximum of the gradient instead of its mean',
    'The weight of a channel is the AVERAGE of its gradient over all positions, not the maximum.',
    mapWith((A, dA) =>
      A.mul(dA.max([1, 2], true))
        .sum(-1)
        .relu(),
    ),
  ),
  gradCamVariant(
    'absCam',
    'the absolute value instead of a ReLU',
    'Evidence against the class is dropped, not flipped: a ReLU, not an absolute value.',
    mapWith((A, dA) => A.mul(average(dA)).sum(-1).abs()),
  ),
  gradCamVariant(
    'minmax',
    'rescaled to [0,1]',
    'Return the raw map: `gradCam` scales it for display.',
    mapWith((A, dA) => {
      const map = A.mul(average(dA)).sum(-1).relu();
      const low = map.min([1, 2], true);
      return map.sub(low).divNoNan(map.max([1, 2], true).sub(low));
    }),
  ),
  gradCamVariant(
    'unweighted',
    'the sum of the activations',
    'The channels are weighted by the mean of their gradients; yours all count the same.',
    mapWith((A) => A.sum(-1).relu()),
  ),
  gradCamVariant('gathered', "every label's score from every image", GATHERED, (X, y, model) =>
    camWith({ objective: (scores) => tf.sum(scores.gather(y, 1)) })(X, y, model),
  ),
  gradCamVariant(
    'layer',
    'the last but one feature map',
    'Grad-CAM looks at the last feature map: the last entry of `model.features(X)`, number `length - 1`.',
    camWith({ layer: (count) => count - 2 }),
  ),
  gradCamVariant(
    'layer.third',
    'feature map 3',
    'Grad-CAM looks at the last feature map, not at layer 3.',
    camWith({ layer: (count) => Math.min(3, count - 1) }),
  ),
  gradCamVariant(
    'score',
    'the gradient of the probability',
    'Differentiate the unnormalized score: softmax mixes all other classes in, and is flat when the network is confident.',
    camWith({ objective: (scores, chosen) => tf.sum(scores.softmax().mul(chosen)) }),
  ),
  gradCamVariant(
    'score.ce',
    'the gradient of the cross-entropy',
    'Differentiate the score of the class, not the loss: the loss flips the sign, and is flat when the network is confident.',
    camWith({ objective: (scores, chosen) => tf.sum(scores.logSoftmax().mul(chosen)).neg() }),
  ),
  gradCamVariant(
    'batchMean',
    'the mean of the scores over the batch',
    'The result of an image must not depend on the batch size: sum the scores of the batch, do not average them.',
    camWith({ objective: (scores, chosen) => ownScores(scores, chosen).div(scores.shape[0]) }),
  ),
  gradCamVariant(
    'allClasses',
    'the sum of all scores',
    'Pick one score for each image, that of its label, before you sum.',
    camWith({ objective: (scores) => tf.sum(scores) }),
  ),
  gradCamVariant(
    'pred',
    'the class the network predicts',
    'Which class did the caller ask about? Use the labels y, not the class with the highest score.',
    (X, _y, model) => camWith({})(X, predicted(X, model), model),
  ),
  gradCamVariant(
    'firstLabel',
    "the first image's label for all",
    'Each image has its own label: image n is explained for y[n].',
    (X, y, model) => camWith({})(X, firstLabel(y), model),
  ),
  gradCamVariant(
    'activations',
    "weights from the activations' mean",
    'The weight of a channel is the mean of its GRADIENT over all positions, not the mean of its activations.',
    mapWith((A) => A.mul(average(A)).sum(-1).relu()),
  ),
  gradCamVariant(
    'wholeBatch',
    'weights averaged over the batch',
    'Every image has its own channel weights: take the mean over height and width (axes 1 and 2), not over the images.',
    mapWith((A, dA) =>
      A.mul(dA.mean([0, 1, 2], true))
        .sum(-1)
        .relu(),
    ),
  ),
];
