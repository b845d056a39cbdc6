/** Another method of the library, another option, another reduction of its map. */
import type * as tf from '@tensorflow/tfjs';
import {
  Deconvolution,
  GuidedBackprop,
  GuidedGradCam,
  InputXGradient,
  IntegratedGradients,
  LayerActivation,
  LayerAttribution,
  LayerConductance,
  LayerGradCam,
  Saliency,
} from '#lib/captum/index.ts';
import type { Model } from '#lib/models/model.ts';
import type { Misconception } from '../../../harness/assignment.ts';
import { captumUse } from '../captum_use.ts';

const { saliency, guidedBackprop, guidedGradCam, layerGradCam, conductance, large, last, cam, meanConductance } =
  captumUse;

type Method = (model: Model, X: tf.Tensor4D, y: tf.Tensor1D) => tf.Tensor;

/** Methods with the same signature, and what asks for one of them. */
const METHODS: Readonly<Record<string, Method>> = {
  Saliency: (model, X, y) => new Saliency(model).attribute(X, { target: y }),
  GuidedBackprop: (model, X, y) => new GuidedBackprop(model).attribute(X, { target: y }),
  Deconvolution: (model, X, y) => new Deconvolution(model).attribute(X, { target: y }),
  InputXGradient: (model, X, y) => new InputXGradient(model).attribute(X, { target: y }),
  IntegratedGradients: (model, X, y) => new IntegratedGradients(model).attribute(X, { target: y }),
  GuidedGradCam: (model, X, y) => new GuidedGradCam(model, last(model, X)).attribute(X, { target: y }),
};

const ASKED = [
  { method: 'Saliency', define: saliency },
  { method: 'GuidedBackprop', define: guidedBackprop },
  { method: 'GuidedGradCam', define: guidedGradCam },
] as const;

/** In the catalogue with a hint of its own. */
const KNOWN = new Set(['Saliency for GuidedBackprop']);

const POST: readonly (readonly [id: string, wrong: string, hint: string, f: (map: tf.Tensor) => tf.Tensor])[] = [
  ['positive', 'negative values are cut off', 'The values keep their sign: no ReLU.', (map) => map.relu()],
  ['abs', 'the absolute value', 'The values keep their sign: no absolute value.', (map) => map.abs()],
];

const magnitudeOf = (other: string, method: string, define: typeof saliency, attribute: Method): Misconception =>
  define(
    `${other}.for${method}.abs`,
    `${other} instead of ${method}, absolute`,
    `This is the magnitude of what \`${other}\` gives: the class to use is \`${method}\`.`,
    (model, X, y) => attribute(model, X, y).abs(),
  );

export const captumFamilies: Misconception[] = [
  ...ASKED.flatMap(({ method, define }) =>
    Object.entries(METHODS)
      .filter(([other]) => other !== method && !KNOWN.has(`${other} for ${method}`))
      .flatMap(([other, attribute]) => [
        define(
          `${other}.for${method}`,
          `${other} instead of ${method}`,
          `This is what \`${other}\` gives: the class to use is \`${method}\`.`,
          attribute,
        ),
        ...(other === 'Saliency' ? [] : [magnitudeOf(other, method, define, attribute)]), // it has no sign to lose
      ]),
  ),
  guidedBackprop('gb.positive', 'negative values are cut off', 'The values keep their sign: no ReLU.', (model, X, y) =>
    METHODS.GuidedBackprop!(model, X, y).relu(),
  ),
  ...POST.flatMap(([id, wrong, hint, f]) => [
    guidedGradCam(`ggc.${id}`, wrong, hint, (model, X, y) => f(METHODS.GuidedGradCam!(model, X, y))),
    conductance(`cond.${id}`, wrong, hint, (model, X, y, layer = 3, nSteps = 20) =>
      f(meanConductance(model, X, y, layer, nSteps)),
    ),
  ]),
  guidedGradCam(
    'ggcMode.bicubic',
    'enlarged by bicubic interpolation',
    'Leave `interpolateMode` at its default, nearest.',
    (model, X, y) => new GuidedGradCam(model, last(model, X)).attribute(X, { target: y, interpolateMode: 'bicubic' }),
  ),
  ...(['bilinear', 'bicubic'] as const).flatMap((mode) => {
    const [wrong, hint] = [
      `${mode} interpolation`,
      `Leave the mode of \`interpolate\` at its default, nearest; yours is ${mode}.`,
    ];
    const enlarge = (map: tf.Tensor, X: tf.Tensor4D) =>
      LayerAttribution.interpolate(map, [X.shape[1], X.shape[2]], mode);
    return [
      layerGradCam(`camMode.${mode}`, wrong, hint, (model, X, y, layer = 3) => enlarge(cam(model, X, y, layer), X)),
      conductance(`conductanceMode.${mode}`, wrong, hint, (model, X, y, layer = 3, nSteps = 20) =>
        enlarge(new LayerConductance(model, layer).attribute(X, { target: y, nSteps }).mean(-1, true), X),
      ),
    ];
  }),
  layerGradCam(
    'camAbs',
    'the absolute value',
    '`reluAttributions` drops what is against the class; an absolute value flips it.',
    (model, X, y, layer = 3) => large(new LayerGradCam(model, layer).attribute(X, { target: y }).abs(), X),
  ),
  layerGradCam(
    'camActivation',
    'LayerActivation instead of LayerGradCam',
    'This is what the layer puts out: the class to use is `LayerGradCam`.',
    (model, X, _y, layer = 3) => large(new LayerActivation(model, layer).attribute(X).mean(-1, true), X),
  ),
  layerGradCam(
    'camConductance',
    'LayerConductance instead of LayerGradCam',
    'This is the conductance: the class to use is `LayerGradCam`.',
    (model, X, y, layer = 3) =>
      large(new LayerConductance(model, layer).attribute(X, { target: y }).mean(-1, true).relu(), X),
  ),
  conductance(
    'conductanceActivation',
    'LayerActivation instead of LayerConductance',
    'This is what the layer puts out: the class to use is `LayerConductance`.',
    (model, X, _y, layer = 3) => large(new LayerActivation(model, layer).attribute(X).mean(-1, true), X),
  ),
  conductance(
    'conductanceLast',
    'the last layer',
    'The layer is an argument, by default 3, not the last one.',
    (model, X, y, _layer, nSteps = 20) => meanConductance(model, X, y, last(model, X), nSteps),
  ),
  ...(
    [
      ['max', 'maximum'],
      ['min', 'minimum'],
    ] as const
  ).map(([reduce, name]) =>
    conductance(
      `conductance.${reduce}`,
      `the ${name} over the channels`,
      `The channels are averaged; yours is their ${name}.`,
      (model, X, y, layer = 3, nSteps = 20) =>
        large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps })[reduce](-1, true), X),
    ),
  ),
  conductance(
    'conductance.absFirst',
    'the mean of magnitudes',
    'The channels are averaged with their signs: no absolute value before the mean.',
    (model, X, y, layer = 3, nSteps = 20) =>
      large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps }).abs().mean(-1, true), X),
  ),
  ...[-1, 1].map((by) =>
    conductance(
      `steps.by${by}`,
      by < 0 ? 'one step less' : 'one step more',
      `\`nSteps\` goes to \`attribute\` as it is; yours is off by one.`,
      (model, X, y, layer = 3, nSteps = 20) =>
        large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps: nSteps + by }).mean(-1, true), X),
    ),
  ),
];
