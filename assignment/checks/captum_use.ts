/** The functions of the entry scripts that use the library of attribution methods. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { type Check, defineCheck, type Exports, type Subject } from '../../harness/check.ts';
import { labelsOf, rankedImages } from './labeled.ts';
import { subjects } from './subjects.ts';
import { toyTwins } from './toy/images.ts';
import { toyModel } from './toy/network.ts';

const common = { kind: 'value', tolerance: 1e-3, perExample: true, visibility: 'visible' } as const;

type Attribute = (exports: Exports, model: Model, X: tf.Tensor, y: tf.Tensor) => Record<string, tf.Tensor>;

/** One image in the course's network, and five in a small one, two of which differ only by their label. */
function checksOf(subject: Subject, attribute: Attribute, inToyNetwork: Attribute = attribute): Check[] {
  return [
    defineCheck({
      ...common,
      subject,
      id: `${subject.name}.value`,
      title: 'one image that is not square',
      points: 1,
      usesModel: true,
      inputs: rankedImages(1, 40, 56),
      answer: (exports, { X, ranks }, { model }) => attribute(exports, model, X, labelsOf(model, X, ranks)),
    }),
    defineCheck({
      ...common,
      subject,
      id: `${subject.name}.value.toy`,
      title: 'five images in a small network, each for its own class',
      points: 1,
      inputs: toyTwins(5),
      answer: (exports, { X, y, weights }) => inToyNetwork(exports, toyModel(weights), X, y),
    }),
  ];
}

export const captumUseChecks = [
  ...checksOf(subjects.captumSaliency, ({ captumSaliency }, model, X, y) => ({
    attribution: captumSaliency(model, X, y),
  })),
  ...checksOf(subjects.captumGuidedBackprop, ({ captumGuidedBackprop }, model, X, y) => ({
    attribution: captumGuidedBackprop(model, X, y),
  })),
  ...checksOf(subjects.captumGuidedGradCam, ({ captumGuidedGradCam }, model, X, y) => ({
    attribution: captumGuidedGradCam(model, X, y),
  })),
  ...checksOf(
    subjects.captumLayerGradCam,
    ({ captumLayerGradCam }, model, X, y) => ({ attribution: captumLayerGradCam(model, X, y) }),
    ({ captumLayerGradCam }, model, X, y) => ({
      'attribution to layer 3': captumLayerGradCam(model, X, y),
      'attribution to layer 2': captumLayerGradCam(model, X, y, 2),
    }),
  ),
  ...checksOf(
    subjects.captumLayerConductance,
    ({ captumLayerConductance }, model, X, y) => ({ attribution: captumLayerConductance(model, X, y) }),
    ({ captumLayerConductance }, model, X, y) => ({
      'attribution to layer 3': captumLayerConductance(model, X, y),
      'attribution to layer 1 in 6 steps': captumLayerConductance(model, X, y, 1, 6),
    }),
  ),
];
