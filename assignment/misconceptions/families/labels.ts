/** Another class than the image's own, in every function that is asked about a class. */
import type * as tf from '@tensorflow/tfjs';
import { GuidedBackprop, GuidedGradCam, Saliency } from '#lib/captum/index.ts';
import type { Model } from '#lib/models/model.ts';
import type { Misconception } from '../../../harness/assignment.ts';
import { referenceDependencies } from '../../reference_dependencies/index.ts';
import { captumUse } from '../captum_use.ts';
import { camWith, gradCamVariant } from '../grad_cam_map.ts';
import { guidedBackpropVariant } from '../guided_backprop.ts';
import { guidedGradCamVariant, withChannel } from '../guided_grad_cam.ts';
import { firstLabel, predicted, vanillaGradient } from '../objectives.ts';
import { saliencyVariant } from '../saliency_map.ts';

type Labels = (y: tf.Tensor1D, X: tf.Tensor4D, model: Model) => tf.Tensor1D;

interface Family {
  readonly id: string;
  readonly wrong: string;
  readonly hint: string;
  readonly labels: Labels;
}

const next: Labels = (y, _X, model) => y.add(1).mod(model.numClasses).cast('int32') as tf.Tensor1D;
const previous: Labels = (y, _X, model) =>
  y
    .add(model.numClasses - 1)
    .mod(model.numClasses)
    .cast('int32') as tf.Tensor1D;

const FAMILIES: readonly Family[] = [
  {
    id: 'label.next',
    wrong: 'labels counted from 1',
    hint: 'Your values are those for the class after the one asked for: classes are counted from 0, as y gives them.',
    labels: next,
  },
  {
    id: 'label.previous',
    wrong: '1 is subtracted from the labels',
    hint: 'Your values are those for the class before the one asked for: classes are counted from 0, as y gives them.',
    labels: previous,
  },
  {
    id: 'label.reversed',
    wrong: 'labels in the reverse order',
    hint: 'Image n is explained for y[n]; yours are explained for the labels in the reverse order.',
    labels: (y) => y.reverse() as tf.Tensor1D,
  },
  {
    id: 'label.zero',
    wrong: 'y is ignored: class 0',
    hint: 'Your values are those for class 0, whatever y says: use the labels y.',
    labels: (y) => y.mul(0) as tf.Tensor1D,
  },
];

/** Where the catalogue names them already. */
const COMMON: readonly Family[] = [
  {
    id: 'label.predicted',
    wrong: 'the class the network predicts',
    hint: 'Which class did the caller ask about? Use the labels y, not the class with the highest score.',
    labels: (_y, X, model) => predicted(X, model),
  },
  {
    id: 'label.first',
    wrong: "the first image's label for all",
    hint: 'Each image has its own label: image n is explained for y[n].',
    labels: (y) => firstLabel(y),
  },
];

const { saliency, guidedBackprop, guidedGradCam, layerGradCam, conductance, large, last, cam, meanConductance } =
  captumUse;

export const labelFamilies: Misconception[] = [
  ...FAMILIES.flatMap(({ id, wrong, hint, labels }) => [
    saliencyVariant(id, wrong, hint, (X, y, model) =>
      vanillaGradient(X, labels(y, X, model), model)
        .abs()
        .max(-1),
    ),
    guidedBackpropVariant(id, wrong, hint, (X, y, model) =>
      referenceDependencies.guidedBackprop(X, labels(y, X, model), model),
    ),
    gradCamVariant(id, wrong, hint, (X, y, model) => camWith({})(X, labels(y, X, model), model)),
  ]),
  ...[...FAMILIES, ...COMMON].flatMap(({ id, wrong, hint, labels }) => [
    guidedGradCamVariant(id, wrong, hint, (X, y, model) => {
      const own = labels(y, X, model);
      const map = withChannel(referenceDependencies.gradCam(X, own, model));
      return referenceDependencies.guidedBackprop(X, own, model).mul(map);
    }),
  ]),
  ...[...FAMILIES, COMMON[0]!].flatMap(({ id, wrong, hint, labels }) => [
    saliency(`${id}.saliency`, wrong, hint, (model, X, y) =>
      new Saliency(model).attribute(X, { target: labels(y, X, model) }),
    ),
    guidedBackprop(`${id}.guidedBackprop`, wrong, hint, (model, X, y) =>
      new GuidedBackprop(model).attribute(X, { target: labels(y, X, model) }),
    ),
    guidedGradCam(`${id}.guidedGradCam`, wrong, hint, (model, X, y) =>
      new GuidedGradCam(model, last(model, X)).attribute(X, { target: labels(y, X, model) }),
    ),
    layerGradCam(`${id}.layerGradCam`, wrong, hint, (model, X, y, layer = 3) =>
      large(cam(model, X, labels(y, X, model), layer), X),
    ),
    conductance(`${id}.conductance`, wrong, hint, (model, X, y, layer = 3, nSteps = 20) => {
      const target = labels(y, X, model);
      return meanConductance(model, X, target, layer, nSteps);
    }),
  ]),
  guidedGradCam(
    'ggcLayer.before',
    'the layer before the last',
    'Guided Grad-CAM looks at the last feature map, number `features.length - 1`; yours at the one before it.',
    (model, X, y) => new GuidedGradCam(model, last(model, X) - 1).attribute(X, { target: y }),
  ),
  ...(
    [
      ['camLayer.next', 'one layer later', 'Use the layer that the caller asks for; yours is the one after it.', 1],
      [
        'camLayer.before',
        'one layer earlier',
        'Use the layer that the caller asks for; yours is the one before it.',
        -1,
      ],
    ] as const
  ).flatMap(([id, wrong, hint, by]) => [
    layerGradCam(`${id}.layerGradCam`, wrong, hint, (model, X, y, layer = 3) => large(cam(model, X, y, layer + by), X)),
    conductance(`${id}.conductance`, wrong, hint, (model, X, y, layer = 3, nSteps = 20) =>
      meanConductance(model, X, y, layer + by, nSteps),
    ),
  ]),
];
