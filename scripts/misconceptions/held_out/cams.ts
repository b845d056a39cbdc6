/** Grad-CAM and guided Grad-CAM. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import { referenceDependencies } from '../../../assignment/reference_dependencies/index.ts';
import { LayerAttribution, LayerGradCam } from '../../../lib/captum/index.ts';
import type { Model } from '../../../lib/models/model.ts';
import { heldOutOf } from './held_out.ts';

type Explain = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

const cam = heldOutOf<Explain>(subjects.gradCamMap, (gradCamMap) => ({
  GradCam: class {
    gradCamMap = gradCamMap;
  },
}));

/** The map made of the last feature map and its gradient. */
const from =
  (combine: (A: tf.Tensor, dA: tf.Tensor) => tf.Tensor): Explain =>
  (X, y, model) => {
    const features = model.features(X);
    const last = features.length - 1;
    const A = features[last]!;
    const ownScores = (A: tf.Tensor) =>
      tf.sum(model.forwardFrom(last, A as tf.Tensor4D).mul(tf.oneHot(y, model.numClasses)));
    return combine(A, tf.grad(ownScores)(A));
  };
const weighted = (A: tf.Tensor, alpha: tf.Tensor): tf.Tensor => A.mul(alpha).sum(-1).relu();

const camVariants = [
  cam(
    'gradCam.plusPlus',
    'the weights of Grad-CAM++',
    from((A, dA) => {
      const squares = dA.square();
      const alpha = squares.divNoNan(squares.mul(2).add(A.sum([1, 2], true).mul(squares).mul(dA)));
      return weighted(A, alpha.mul(dA.relu()).sum([1, 2], true));
    }),
  ),
  cam(
    'gradCam.xGrad',
    'the weights of XGrad-CAM: the gradient averaged by activation',
    from((A, dA) =>
      weighted(
        A,
        A.mul(dA)
          .sum([1, 2], true)
          .div(A.sum([1, 2], true).add(1e-7)),
      ),
    ),
  ),
  cam(
    'gradCam.nchwAxes',
    'the gradient averaged over axes 2 and 3, those of NCHW',
    from((A, dA) => weighted(A, dA.mean([2, 3], true))),
  ),
  cam(
    'gradCam.positiveWeights',
    'a ReLU on the channel weights',
    from((A, dA) => weighted(A, dA.mean([1, 2], true).relu())),
    'gradCam.reluFirst',
  ),
  cam(
    'gradCam.layerCam',
    'LayerCAM: positive gradients position by position',
    from((A, dA) => weighted(A, dA.relu())),
    'gradCam.noPooling',
  ),
];

const product = heldOutOf<Explain>(subjects.guidedGradCam, (guidedGradCam) => ({
  GradCam: class {
    guidedGradCam = guidedGradCam;
  },
}));

const { guidedBackprop, gradCam } = referenceDependencies;
/** Grad-CAM as [N,H,W,1]. */
const evidence: Explain = (X, y, model) => gradCam(X, y, model).expandDims(-1);

const productVariants = [
  product(
    'guidedGradCam.masked',
    'the map as a mask, cut at 1/2',
    (X, y, model) => guidedBackprop(X, y, model).mul(evidence(X, y, model).greater(0.5).cast('float32')),
    'guidedGradCam.threshold',
  ),
  product('guidedGradCam.camPredicted', 'the map is for the class the network predicts', (X, y, model) =>
    guidedBackprop(X, y, model).mul(evidence(X, model.scores(X).argMax(1) as tf.Tensor1D, model)),
  ),
  product('guidedGradCam.detailScaled', 'guided backprop rescaled to [0,1] first', (X, y, model) => {
    const detail = guidedBackprop(X, y, model);
    const low = detail.min([1, 2, 3], true);
    return detail
      .sub(low)
      .divNoNan(detail.max([1, 2, 3], true).sub(low))
      .mul(evidence(X, y, model));
  }),
  product('guidedGradCam.batchScale', 'the map scaled over the whole batch at once', (X, y, model) => {
    const { length } = model.features(X);
    const raw = new LayerGradCam(model, length - 1).attribute(X, { target: y, reluAttributions: true });
    const large = LayerAttribution.interpolate(raw, X.shape.slice(1, 3), 'bicubic');
    const scaled = large.sub(large.min()).divNoNan(large.max().sub(large.min()));
    return guidedBackprop(X, y, model).mul(scaled);
  }),
];

export const camVariantsAll = [...camVariants, ...productVariants];
