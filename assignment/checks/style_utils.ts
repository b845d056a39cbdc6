import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { Adam } from '#lib/optim.ts';
import type { Random } from '#lib/random.ts';
import type { StyleTransferStep, StyleTransferWeights } from '#lib/style_transfer.ts';
import { normalArray } from '#lib/tensor/array.ts';
import { defineCheck, type Exports, type Loaded } from '../../harness/check.ts';
import { mapValues } from '../../harness/expectations.ts';
import { subjects } from './subjects.ts';
import { standInLosses } from './toy/losses.ts';
import { TOY_SIZE, toyModel, toyWeights } from './toy/network.ts';

export const common = {
  subject: subjects.styleTransferStep,
  tolerance: 1e-3,
  visibility: 'visible',
  relations: { axes: { 1: ['step'] } },
} as const;

const LAYERS = { contentLayer: 2, styleLayers: [1, 3, 4] };

/** The current image, the images whose features it should take on, the losses' weights, and the network's. */
export const toyTransfer = (random: Random) => ({
  weights: toyWeights(random),
  start: normalArray(random, [1, ...TOY_SIZE, 3], 0, 0.7),
  content: normalArray(random, [1, ...TOY_SIZE, 3], 0, 0.7),
  style: normalArray(random, [1, ...TOY_SIZE, 3], 0, 0.7),
  // Chosen so that the gradients of the three losses are about equally large.
  contentWeight: random.uniform(60, 180),
  styleWeights: LAYERS.styleLayers.map(() => random.uniform(4000, 12000)),
  tvWeight: random.uniform(100, 200),
  learningRate: random.uniform(0.02, 0.05),
});

/** The three losses of the starting image: the first step's loss is their sum. */
export function firstStepLosses(inputs: Loaded<ReturnType<typeof toyTransfer>>): Record<string, tf.Tensor> {
  const { contentWeight, styleWeights, tvWeight } = inputs;
  const model = toyModel(inputs.weights);
  const [start, content, style] = [inputs.start, inputs.content, inputs.style].map((X) =>
    model.features(X as tf.Tensor4D),
  ) as [tf.Tensor4D[], tf.Tensor4D[], tf.Tensor4D[]];
  const { contentLayer, styleLayers } = LAYERS;
  const targets = styleLayers.map((layer) => standInLosses.styleLoss.gramMatrix(style[layer]!));
  return {
    content: standInLosses.contentLoss.forward(contentWeight, start[contentLayer]!, content[contentLayer]!),
    style: standInLosses.styleLoss.forward(start, styleLayers, targets, styleWeights),
    'total variation': standInLosses.tvLoss.forward(inputs.start as tf.Tensor4D, tvWeight),
  };
}

interface Run {
  readonly model: Model;
  readonly start: tf.Tensor;
  readonly content: tf.Tensor;
  readonly style: tf.Tensor;
  readonly learningRate: number;
  readonly weights: StyleTransferWeights;
  readonly decayLrAt: number;
  readonly decayedLr: number;
  /** The numbers of the steps. */
  readonly ts: readonly number[];
}

interface Trace {
  /** The loss returned by each step. */
  readonly losses: tf.Tensor1D;
  /** How each step moved the image: one tensor [1,H,W,3] per step. */
  readonly moves: tf.Tensor[];
  /** The optimizer's learning rate after each step. */
  readonly learningRates: tf.Tensor1D;
}

/**
 * Adam's first step is the sign of the gradient, which jumps at every zero crossing. With an ε as large as the gradients it is
 * smooth, and rounding errors stay small.
 */
const SOFT_EPSILON = 1;

function takeSteps(exports: Exports, run: Run): Trace {
  const { model, weights, decayLrAt, decayedLr } = run;
  const optimizer = new Adam(run.learningRate, 0.9, 0.999, SOFT_EPSILON);
  const img = tf.variable(run.start as tf.Tensor4D);
  const contentTarget = model.features(run.content as tf.Tensor4D)[weights.contentLayer]!;
  const styleFeatures = model.features(run.style as tf.Tensor4D);
  const styleTargets = weights.styleLayers.map((layer) => standInLosses.styleLoss.gramMatrix(styleFeatures[layer]!));
  const fixed = { ...weights, ...standInLosses, model, optimizer, contentTarget, styleTargets, decayLrAt, decayedLr };
  const losses: number[] = [];
  const moves: tf.Tensor[] = [];
  const learningRates: number[] = [];
  try {
    for (const t of run.ts) {
      const before = img.clone();
      const step: StyleTransferStep = { ...fixed, t, img };
      losses.push(asNumber(exports.styleTransferStep(step)));
      moves.push(img.sub(before));
      learningRates.push(optimizer.learningRate);
    }
  } finally {
    optimizer.dispose();
    img.dispose();
  }
  return { losses: tf.tensor1d(losses), moves, learningRates: tf.tensor1d(learningRates) };
}

function asNumber(loss: unknown): number {
  if (typeof loss === 'number') return loss;
  const came = loss instanceof tf.Tensor ? 'a tensor' : loss instanceof Promise ? 'a Promise' : String(loss);
  throw new TypeError(`Expected a number for the loss, got ${came}. \`tensor.dataSync()[0]\` reads a scalar.`);
}

export function toyRun(
  exports: Exports,
  inputs: Loaded<ReturnType<typeof toyTransfer>>,
  steps: Pick<Run, 'ts' | 'decayLrAt' | 'decayedLr'>,
): Trace {
  const { contentWeight, styleWeights, tvWeight } = inputs;
  return takeSteps(exports, {
    ...inputs,
    ...steps,
    model: toyModel(inputs.weights),
    weights: { ...LAYERS, contentWeight, styleWeights, tvWeight },
  });
}

/** The assignment's decay, in proportion to the run's learning rate. */
const decay = ({ learningRate }: { learningRate: number }) => ({ decayLrAt: 180, decayedLr: learningRate / 29.3 });

export const styleTransferStepChecks = [
  defineCheck({
    ...common,
    id: 'styleTransferStep.value.first',
    kind: 'value',
    title: 'the first step: its loss, and how the image moves',
    points: 2.5,
    tolerance: 3e-4,
    inputs: toyTransfer,
    answer: (exports, inputs) => {
      const { losses, moves } = toyRun(exports, inputs, { ...decay(inputs), ts: [0] });
      return { loss: losses, move: moves[0]! };
    },
  }),
  defineCheck({
    ...common,
    id: 'styleTransferStep.value.squeezenet',
    kind: 'value',
    title: "two steps on the course's network, with the assignment's layers",
    points: 2,
    usesModel: true,
    inputs: (random) => ({
      start: normalArray(random, [1, 48, 56, 3], 0, 0.7),
      content: normalArray(random, [1, 48, 56, 3], 0, 0.7),
      style: normalArray(random, [1, 40, 48, 3], 0, 0.7),
    }),
    answer: (exports, images, { model }) => {
      const { losses, moves } = takeSteps(exports, {
        ...images,
        model,
        learningRate: 0.0293,
        weights: {
          contentLayer: 3,
          contentWeight: 37.3,
          styleLayers: [1, 4, 6, 7],
          styleWeights: [171.7, 103.1, 58.9, 41.3],
          tvWeight: 183.7,
        },
        decayLrAt: 180,
        decayedLr: 1.07e-3,
        ts: [0, 1],
      });
      return { losses, 'first move': moves[0]!, 'second move': moves[1]! };
    },
  }),
  defineCheck({
    ...common,
    id: 'styleTransferStep.value.sequence',
    kind: 'value',
    title: 'five steps in a row',
    points: 2,
    inputs: toyTransfer,
    answer: (exports, inputs) => {
      const { losses, moves } = toyRun(exports, inputs, { ...decay(inputs), ts: [0, 1, 2, 3, 4] });
      return { losses, 'last move': moves[4]! };
    },
  }),
  defineCheck({
    ...common,
    id: 'styleTransferStep.value.decay',
    kind: 'value',
    title: 'steps 178 to 182: the learning rate drops once, the moments are kept',
    points: 2.5,
    tolerance: 3e-3,
    inputs: toyTransfer,
    answer: (exports, inputs) => {
      const { losses, moves } = toyRun(exports, inputs, { ...decay(inputs), ts: [178, 179, 180, 181, 182] });
      return { losses, 'move 179': moves[1]!, 'move 180': moves[2]!, 'move 181': moves[3]! };
    },
  }),
  defineCheck({
    ...common,
    id: 'styleTransferStep.property.learningRate',
    kind: 'property',
    title: 'the learning rate after steps 178 to 182',
    points: 1,
    inputs: toyTransfer,
    answer: (exports, inputs) => ({
      'learning rates': toyRun(exports, inputs, { ...decay(inputs), ts: [178, 179, 180, 181, 182] }).learningRates,
    }),
    expected: (answers, inputs) => ({
      'learning rates': mapValues(answers['learning rates']!, (_, i) =>
        i < 2 ? inputs.learningRate : decay(inputs).decayedLr,
      ),
    }),
  }),
];
