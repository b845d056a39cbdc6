/**
 * Zheng, Wang, Zhou, Lu, Shap-CAM, 2022 (https://arxiv.org/abs/2208.03608): a feature map's channels weighted by the Shapley
 * values of its positions, beside Grad-CAM; and how many orders of the positions the estimate needs.
 */
import * as tf from '@tensorflow/tfjs';
import { LayerActivation, LayerGradCam, ShapCam } from '#lib/captum/index.ts';
import { type Example, figurePath, pictureOf, probability } from '#lib/entry/index.ts';
import { CourseError } from '#lib/errors.ts';
import { type Panel, saveFigure } from '#lib/image/figures.ts';
import type { MapPanel } from '#lib/image/panels.ts';
import { SqueezeNet } from '#lib/models/index.ts';
import { fromTensor } from '#lib/tensor/array.ts';
import { changeOf, closedForm } from './closed_form.ts';
import { type Experiment, inSteps, numberOf, type Paper } from './paper.ts';
import { meanAndError, rootMeanSquare } from './samples.ts';

/** How far below the last layer sampling is needed: four Fire modules let the positions depend on each other. */
const LAYERS_BELOW = 4;
/** The fewest orders whose spread says something. */
const FEWEST_ORDERS = 4;

export const shapCam: Paper = async (experiment) => {
  const { examples, interrupt, model, options } = experiment;
  if (!(model instanceof SqueezeNet)) {
    throw new CourseError('The closed form of this paper is that of SqueezeNet 1.1. Give its weights, or none.');
  }
  const maps: Panel[][] = [];
  const charts: Panel[] = [];
  for (const example of examples) {
    if (interrupt.stopped()) break;
    const samples = await sampleBelow(example, experiment);
    if (samples.pairs.length < FEWEST_ORDERS / 2) break;
    maps.push(mapsOf(example, samples, experiment));
    charts.push(convergenceOf(example, samples));
  }
  if (maps.length === 0) return;
  await saveFigure(figurePath(options, 'shap_cam_maps'), {
    title: "Grad-CAM weights channels by their gradient, Shap-CAM by each position's share of the score",
    rows: maps,
    panelSize: 170,
  });
  await saveFigure(figurePath(options, 'shap_cam_convergence'), {
    title: 'Standard error of the Shapley values, relative to their size',
    rows: [charts],
    panelSize: 260,
  });
};

/** Single samples of the Shapley values of every position. */
interface Samples {
  /** Each the mean over an order and its reverse. */
  readonly pairs: Float32Array[];
  /** Twice as many, for the same work: each from one order. */
  readonly orders: Float32Array[];
}

const layerBelow = ({ model }: Experiment): number => Math.max(0, model.layerCount - 1 - LAYERS_BELOW);

async function sampleBelow({ name, X, y }: Example, experiment: Experiment): Promise<Samples> {
  const { model, options } = experiment;
  const method = new ShapCam(model, layerBelow(experiment));
  const draw = (seed: string, antithetic: boolean): Float32Array => {
    const [, values] = tf.tidy(() =>
      method.attribute(X, {
        target: y,
        nSamples: antithetic ? 2 : 1,
        antithetic,
        seed: `${options.seed} ${seed}`,
        returnShapleyValues: true,
      }),
    );
    const sample = values.dataSync().slice() as Float32Array;
    tf.dispose(values);
    return sample;
  };
  const samples: Samples = { pairs: [], orders: [] };
  const rounds = Array.from({ length: Math.ceil((options.samples ?? 24) / 2) }, (_, i) => i);
  for await (const i of inSteps(`${name}: orders of the positions`, rounds, experiment)) {
    samples.pairs.push(draw(`pair ${i}`, true));
    samples.orders.push(draw(`order ${2 * i}`, false), draw(`order ${2 * i + 1}`, false));
  }
  return samples;
}

/** Picture; Grad-CAM, Shapley values and Shap-CAM at the last layer; and the same further down. */
function mapsOf(example: Example, { pairs }: Samples, experiment: Experiment): Panel[] {
  const { model, options } = experiment;
  const { name, X, y, className, classIndex } = example;
  const last = model.layerCount - 1;
  const below = layerBelow(experiment);
  const maps = tf.tidy(() => {
    const gradCam = (layer: number) => new LayerGradCam(model, layer).attribute(X, { target: y }).relu<tf.Tensor4D>();
    const sampling = { target: y, nSamples: 2, seed: options.seed, returnShapleyValues: true } as const;
    const [lastShapCam, lastValues] = new ShapCam(model, last).attribute(X, sampling);
    const A = new LayerActivation(model, below).attribute(X);
    const values = tf.tensor4d(meanAndError(pairs).mean, [1, A.shape[1], A.shape[2], 1]);
    printNumbers(example, experiment, { lastValues, A, values, orders: 2 * pairs.length });
    return {
      lastGradCam: gradCam(last),
      lastValues,
      lastShapCam,
      gradCam: gradCam(below),
      values,
      shapCam: ShapCam.mapOf(A, values),
    };
  });
  const picture = pictureOf(X);
  const panel = (title: string, map: tf.Tensor4D, rest: Partial<MapPanel> = { over: picture }): Panel => {
    const [, h, w] = map.shape;
    return { title, map: { ...fromTensor(map), shape: [h, w] }, ...rest };
  };
  const blueAndRed = (subtitle: string) => ({ colorMap: 'RdBu_r', subtitle }) as const;
  const panels = [
    { title: className, subtitle: `${name}: ${probability(model, X, classIndex)}`, image: picture },
    panel(`Grad-CAM, layer ${last}`, maps.lastGradCam),
    panel('Shapley values', maps.lastValues, blueAndRed(`layer ${last}, exact`)),
    panel(`Shap-CAM, layer ${last}`, maps.lastShapCam),
    panel(`Grad-CAM, layer ${below}`, maps.gradCam),
    panel('Shapley values', maps.values, blueAndRed(`layer ${below}, ${2 * pairs.length} orders`)),
    panel(`Shap-CAM, layer ${below}`, maps.shapCam),
  ];
  tf.dispose(maps);
  return panels;
}

/** The values against the closed form, and their sum against the change in score. */
function printNumbers(
  { name, X, className, classIndex }: Example,
  experiment: Experiment,
  { lastValues, A, values, orders }: { lastValues: tf.Tensor; A: tf.Tensor4D; values: tf.Tensor; orders: number },
): void {
  const last = experiment.model.layerCount - 1;
  const about = `${name}, "${className}": layer`;
  const largest = numberOf(lastValues.abs().max());
  const error = numberOf(lastValues.sub(closedForm(experiment, { X, classIndex })).abs().max());
  console.error(
    `${about} ${last}: largest |value| ${largest.toPrecision(3)}, largest error against the closed form ${error.toExponential(1)}`,
  );
  const change = changeOf(experiment, layerBelow(experiment), A, classIndex);
  console.error(
    `${about} ${layerBelow(experiment)}: ${orders} orders, sum ${numberOf(values.sum()).toPrecision(6)}, F(all) − F(none) ${change.toPrecision(6)}`,
  );
}

/** The relative standard error after 4, 6, 8, ... orders, single and in pairs. */
function convergenceOf({ name }: Example, { pairs, orders }: Samples): Panel {
  const counts = pairs.map((_, i) => 2 * (i + 1)).filter((count) => count >= FEWEST_ORDERS);
  const relativeError = (samples: readonly Float32Array[]) => {
    const { mean, standardError } = meanAndError(samples);
    return rootMeanSquare(standardError) / rootMeanSquare(mean);
  };
  const single = counts.map((count) => relativeError(orders.slice(0, count)));
  const paired = counts.map((count) => relativeError(pairs.slice(0, count / 2)));
  console.error(
    `${name}: relative standard error after ${counts.at(-1)} orders: ${single.at(-1)!.toFixed(3)} single, ${paired.at(-1)!.toFixed(3)} in pairs`,
  );
  return {
    title: name,
    chart: {
      series: [
        { name: 'single orders', values: single },
        { name: 'orders with their reverse', values: paired },
        { name: '1 / √n', values: counts.map((count) => single.at(-1)! * Math.sqrt(counts.at(-1)! / count)) },
      ],
      xStart: FEWEST_ORDERS,
      xStep: 2,
      xLabel: 'orders',
      logarithmic: true,
    },
  };
}
