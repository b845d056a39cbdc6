import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { normalArray } from '#lib/tensor/array.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { mapAnswers, mapValues } from '../../harness/expectations.ts';
import { classOfRank, flatToyImage, LOWEST_TOY_RANK, throws, toyImage } from './ascent.ts';
import { subjects } from './subjects.ts';
import { toyModel } from './toy/network.ts';

const common = { subject: subjects.ascentStep, tolerance: 1e-3, visibility: 'visible' } as const;

interface Options {
  l2Reg: number;
  learningRate: number;
}

const ascentStep = (exports: Exports, img: tf.Tensor, targetY: number, model: Model, options: Options): tf.Tensor =>
  new exports.ClassVisualization().ascentStep(img, targetY, model, options);

export const classVisualizationChecks = [
  defineCheck({
    ...common,
    id: 'ascentStep.value',
    kind: 'value',
    title: "one step with options like the assignment's own",
    points: 1.5,
    usesModel: true,
    inputs: (random) => ({
      img: normalArray(random, [1, 48, 64, 3]),
      rank: 1 + random.int(4),
      l2Reg: 1.07e-3,
      learningRate: 24.7,
    }),
    answer: (exports, { img, rank, ...options }, { model }) => {
      return { step: ascentStep(exports, img, classOfRank(model, img, rank), model, options).sub(img) };
    },
  }),
  defineCheck({
    ...common,
    id: 'ascentStep.value.regularised',
    kind: 'value',
    title: 'one step where score and regularizer pull equally hard',
    points: 1.5,
    inputs: (random) => ({
      ...toyImage(random),
      l2Reg: random.uniform(0.02, 0.05),
      learningRate: random.uniform(0.5, 2),
    }),
    answer: (exports, { X, weights, l2Reg, learningRate }) => {
      const model = toyModel(weights);
      const targetY = classOfRank(model, X, LOWEST_TOY_RANK);
      return { step: ascentStep(exports, X, targetY, model, { l2Reg, learningRate }).sub(X) };
    },
  }),
  defineCheck({
    ...common,
    id: 'ascentStep.value.unregularised',
    kind: 'value',
    title: 'one step without a regularizer',
    points: 1,
    inputs: (random) => ({ ...toyImage(random), learningRate: random.uniform(0.5, 2) }),
    answer: (exports, { X, weights, learningRate }) => {
      const model = toyModel(weights);
      const targetY = classOfRank(model, X, LOWEST_TOY_RANK);
      return { step: ascentStep(exports, X, targetY, model, { l2Reg: 0, learningRate }).sub(X) };
    },
  }),
  defineCheck({
    ...common,
    id: 'ascentStep.value.three',
    kind: 'value',
    title: 'three steps in a row',
    points: 1,
    visibility: 'after_published',
    inputs: (random) => ({ ...toyImage(random), l2Reg: 0.0113, learningRate: 0.107 }),
    answer: (exports, { X, weights, l2Reg, learningRate }) => {
      const model = toyModel(weights);
      const targetY = classOfRank(model, X, LOWEST_TOY_RANK);
      const visualization = new exports.ClassVisualization();
      let img = X;
      for (let i = 0; i < 3; i++) {
        img = visualization.ascentStep(img, targetY, model, { l2Reg, learningRate });
      }
      return { change: img.sub(X) };
    },
  }),
  defineCheck({
    ...common,
    id: 'ascentStep.property.stepLength',
    kind: 'property',
    title: 'the step has the length of the learning rate',
    points: 0.5,
    inputs: (random) => ({ ...toyImage(random), learningRate: random.uniform(0.2, 3) }),
    answer: (exports, { X, weights, learningRate }) => {
      const model = toyModel(weights);
      const targetY = classOfRank(model, X, 2);
      return { length: ascentStep(exports, X, targetY, model, { l2Reg: 1e-3, learningRate }).sub(X).norm() };
    },
    expected: (answers, { learningRate }) => mapAnswers(answers, (answer) => mapValues(answer, () => learningRate)),
  }),
  defineCheck({
    ...common,
    id: 'ascentStep.property.noDirection',
    kind: 'property',
    title: 'an error if the gradient is 0, and none otherwise',
    points: 0.5,
    inputs: flatToyImage,
    answer: (exports, { X, weights, flat }) => {
      const attempt = (model: Model) => throws(() => ascentStep(exports, X, 1, model, { l2Reg: 0, learningRate: 1 }));
      return { 'error with a gradient': attempt(toyModel(weights)), 'error without': attempt(toyModel(flat)) };
    },
    expected: (answers) => ({
      'error with a gradient': mapValues(answers['error with a gradient']!, () => 0),
      'error without': mapValues(answers['error without']!, () => 1),
    }),
  }),
];
