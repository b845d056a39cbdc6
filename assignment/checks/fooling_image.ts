import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { normalArray } from '#lib/tensor/array.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { mapAnswers, mapValues, zerosLike } from '../../harness/expectations.ts';
import { classOfRank, flatToyImage, LOWEST_TOY_RANK, throws, toyImage } from './ascent.ts';
import { subjects } from './subjects.ts';
import { toyModel } from './toy/network.ts';

const common = { subject: subjects.makeFoolingImage, tolerance: 1e-3, visibility: 'visible' } as const;

interface Options {
  learningRate?: number;
  maxIterations?: number;
}

function fool(exports: Exports, X: tf.Tensor, targetY: number, model: Model, options?: Options): tf.Tensor {
  const fooling = new exports.FoolingImage();
  return options ? fooling.makeFoolingImage(X, targetY, model, options) : fooling.makeFoolingImage(X, targetY, model);
}

export const foolingImageChecks = [
  defineCheck({
    ...common,
    id: 'makeFoolingImage.value.firstStep',
    kind: 'value',
    title: 'the first step: its direction and its length',
    points: 2,
    usesModel: true,
    inputs: (random) => ({
      X: normalArray(random, [1, 56, 48, 3]),
      rank: 1 + random.int(4),
      learningRate: random.uniform(0.5, 2),
    }),
    answer: (exports, { X, rank, learningRate }, { model }) => {
      const options = { learningRate, maxIterations: 1 };
      return { step: fool(exports, X, classOfRank(model, X, rank), model, options).sub(X) };
    },
  }),
  // A run's length changes in jumps, and over a long run a rounding error can lead to another path; over a few steps in a small
  // network it does not.
  defineCheck({
    ...common,
    id: 'makeFoolingImage.value.run',
    kind: 'value',
    title: 'the path until a small network is fooled, at most 8 steps',
    points: 2.5,
    tolerance: 1e-2,
    inputs: toyImage,
    answer: (exports, { X, weights }) => {
      const model = toyModel(weights);
      return { change: fool(exports, X, classOfRank(model, X, 2), model, { maxIterations: 8 }).sub(X) };
    },
  }),
  defineCheck({
    ...common,
    id: 'makeFoolingImage.value.stopped',
    kind: 'value',
    title: 'the image after 1, 2 and 3 small steps, when the steps run out',
    points: 1.5,
    visibility: 'after_published',
    inputs: (random) => ({ ...toyImage(random), learningRate: 0.107 }),
    answer: (exports, { X, weights, learningRate }) => {
      const model = toyModel(weights);
      const targetY = classOfRank(model, X, LOWEST_TOY_RANK);
      const after = (maxIterations: number) => fool(exports, X, targetY, model, { learningRate, maxIterations }).sub(X);
      return { 'change after 1': after(1), 'change after 2': after(2), 'change after 3': after(3) };
    },
  }),
  defineCheck({
    ...common,
    id: 'makeFoolingImage.property.stepLength',
    kind: 'property',
    title: 'a step has the length of the learning rate',
    points: 0.5,
    inputs: (random) => ({ ...toyImage(random), learningRate: random.uniform(0.05, 0.2) }),
    answer: (exports, { X, weights, learningRate }) => {
      const model = toyModel(weights);
      const targetY = classOfRank(model, X, LOWEST_TOY_RANK);
      const one = fool(exports, X, targetY, model, { learningRate, maxIterations: 1 });
      const two = fool(exports, X, targetY, model, { learningRate, maxIterations: 2 });
      return { 'first step': one.sub(X).norm(), 'second step': two.sub(one).norm() };
    },
    expected: (answers, { learningRate }) => mapAnswers(answers, (answer) => mapValues(answer, () => learningRate)),
  }),
  defineCheck({
    ...common,
    id: 'makeFoolingImage.value.fooled',
    kind: 'value',
    title: 'whether small networks are fooled in the end',
    points: 0.5,
    inputs: (random) => {
      const [first, second, third] = [toyImage(random), toyImage(random), toyImage(random)];
      return { images: [first.X, second.X, third.X], networks: [first.weights, second.weights, third.weights] };
    },
    answer: (exports, { images, networks }) => {
      const seen = images.map((X, i) => {
        const model = toyModel(networks[i]!);
        const targetY = classOfRank(model, X, 1);
        const image = fool(exports, X, targetY, model, { maxIterations: 20 }) as tf.Tensor4D;
        return model.scores(image).argMax(1).equal(targetY);
      });
      return { 'seen as the target': tf.concat(seen) };
    },
  }),
  defineCheck({
    ...common,
    id: 'makeFoolingImage.property.alreadyFooled',
    kind: 'property',
    title: 'an image already classified as the target is returned unchanged',
    points: 0.5,
    inputs: toyImage,
    answer: (exports, { X, weights }) => {
      const model = toyModel(weights);
      return { change: fool(exports, X, classOfRank(model, X, 0), model).sub(X) };
    },
    expected: zerosLike,
  }),
  defineCheck({
    ...common,
    id: 'makeFoolingImage.property.noDirection',
    kind: 'property',
    title: 'an error if the gradient is 0, and none otherwise',
    points: 0.5,
    inputs: flatToyImage,
    answer: (exports, { X, weights, flat }) => {
      const attempt = (model: Model) =>
        throws(() => fool(exports, X, classOfRank(model, X, 1), model, { maxIterations: 2 }));
      return { 'error with a gradient': attempt(toyModel(weights)), 'error without': attempt(toyModel(flat)) };
    },
    expected: (answers) => ({
      'error with a gradient': mapValues(answers['error with a gradient']!, () => 0),
      'error without': mapValues(answers['error without']!, () => 1),
    }),
  }),
];
