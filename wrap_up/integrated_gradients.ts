/**
 * Sundararajan, Taly, Yan, Axiomatic Attribution for Deep Networks, 2017 (https://arxiv.org/abs/1703.01365): the path from the
 * baseline to the image, how many steps the integral needs, and what the choice of the baseline changes.
 */
import * as tf from '@tensorflow/tfjs';
import { IntegratedGradients, type IntegrationMethod, Saliency } from '#lib/captum/index.ts';
import { type Example, figurePath, pictureOf, probability } from '#lib/entry/index.ts';
import { type Panel, saveFigure } from '#lib/image/figures.ts';
import { formatNumber } from '#lib/image/ticks.ts';
import { tableLines } from '#lib/table.ts';
import { BASELINES, black } from './baselines.ts';
import { attributionPanel, type Experiment, inSteps, numberOf, type Paper } from './paper.ts';
import { integrandAt, pointAt, scoreOf } from './straight_path.ts';

/** Points of the path that are shown. The score changes most near the baseline. */
const SHOWN_ALPHAS = [0, 0.05, 0.1, 0.2, 0.4, 0.7, 1];
/** Points of the path in the chart. */
const CHART_POINTS = 50;
const RULES: readonly IntegrationMethod[] = ['riemann_left', 'riemann_middle', 'riemann_trapezoid', 'gausslegendre'];
const STEP_COUNTS = [2, 4, 8, 16, 32, 64, 128];
/** Section 5 of the paper: attributions should add up to the change in score within 5 %. */
const PAPER_TOLERANCE = 0.05;

export const integratedGradients: Paper = async (experiment) => {
  const { options, examples, interrupt } = experiment;
  const rows: Record<'path' | 'convergence' | 'baselines', Panel[][]> = { path: [], convergence: [], baselines: [] };
  for (const example of examples) {
    if (interrupt.stopped()) break;
    rows.path.push(...(await pathRows(example, experiment)));
    rows.convergence.push(await convergenceRow(example, experiment));
    rows.baselines.push(...(await baselineRows(example, experiment)));
  }
  const titles = {
    path: 'From black to the image: the gradient at each point, times (image − black). The mean of all is on the right',
    convergence: 'The attributions add up to the change in score, with enough steps',
    baselines: 'What equals the baseline gets nothing: the same image, from five baselines',
  };
  for (const [name, title] of Object.entries(titles)) {
    const shown = rows[name as keyof typeof rows].filter((row) => row.length > 0);
    if (shown.length === 0) continue;
    await saveFigure(figurePath(options, `integrated_gradients_${name}`), {
      title,
      rows: shown,
      panelSize: name === 'convergence' ? 320 : 150,
    });
  }
};

/** The images along the path, and below each its gradient times (image − baseline): what is averaged. */
async function pathRows({ name, X, y, className, classIndex }: Example, experiment: Experiment): Promise<Panel[][]> {
  const { model, options } = experiment;
  const baseline = black(X);
  const images: Panel[] = [];
  const integrands: Panel[] = [];
  for await (const alpha of inSteps(`${name}: path`, SHOWN_ALPHAS, experiment)) {
    const point = pointAt(X, baseline, alpha);
    const score = scoreOf(experiment, point, classIndex);
    images.push({
      title: `α = ${alpha}`,
      subtitle: `${probability(model, point, classIndex)}, score ${rounded(score)}`,
      image: pictureOf(point),
    });
    const integrand = integrandAt(experiment, { X, y }, baseline, point);
    const slope = rounded(numberOf(integrand.sum()));
    integrands.push(attributionPanel(integrand, { subtitle: `slope ${slope}` }));
    tf.dispose([point, integrand]);
  }
  if (images.length === SHOWN_ALPHAS.length) {
    const method = new IntegratedGradients(model);
    const attributions = method.attribute(X, { target: y, baselines: baseline, nSteps: options.steps ?? 50 });
    const total = rounded(numberOf(attributions.sum()));
    images.push({ title: name, subtitle: className, image: pictureOf(X) });
    integrands.push(attributionPanel(attributions, { subtitle: `integrated: sum ${total}` }));
    attributions.dispose();
  }
  baseline.dispose();
  return [images, integrands];
}

/** Two charts: the score along the path beside the integral of its gradient, and the error against the number of steps. */
async function convergenceRow(
  { name, X, y, className, classIndex }: Example,
  experiment: Experiment,
): Promise<Panel[]> {
  const { model } = experiment;
  const baseline = black(X);
  const start = scoreOf(experiment, baseline, classIndex);
  const change = scoreOf(experiment, X, classIndex) - start;

  const scores = [start];
  const integral = [start];
  const indices = Array.from({ length: CHART_POINTS }, (_, i) => i);
  for await (const i of inSteps(`${name}: score along the path`, indices, experiment)) {
    const middle = pointAt(X, baseline, (i + 0.5) / CHART_POINTS);
    const end = pointAt(X, baseline, (i + 1) / CHART_POINTS);
    const slope = numberOf(tf.tidy(() => integrandAt(experiment, { X, y }, baseline, middle).sum()));
    scores.push(scoreOf(experiment, end, classIndex));
    integral.push(integral.at(-1)! + slope / CHART_POINTS);
    tf.dispose([middle, end]);
  }

  const errors = new Map(RULES.map((rule): [IntegrationMethod, number[]] => [rule, []]));
  const runs = STEP_COUNTS.flatMap((nSteps) => RULES.map((rule) => ({ nSteps, rule })));
  const method = new IntegratedGradients(model);
  for await (const { nSteps, rule } of inSteps(`${name}: convergence`, runs, experiment)) {
    const [attributions, delta] = method.attribute(X, {
      target: y,
      baselines: baseline,
      nSteps,
      method: rule,
      returnConvergenceDelta: true,
    });
    attributions.dispose();
    errors.get(rule)!.push(Math.abs(numberOf(delta) / change));
  }
  baseline.dispose();
  const measured = [...errors].filter(([, values]) => values.length > 0);
  if (measured.length === 0) return [];
  console.error(`\n${name}: |Σ attributions − ΔF| / |ΔF| for "${className}", ΔF = ${rounded(change)}`);
  const table = [
    ['steps', ...STEP_COUNTS.map(String)],
    ...measured.map(([rule, values]) => [rule, ...STEP_COUNTS.map((_, i) => values[i]?.toExponential(1) ?? '')]),
  ];
  for (const line of tableLines(table, ['left', 'right'])) console.error(line);
  return [
    {
      title: `${name}: score of ${className} along the path`,
      chart: {
        series: [
          { name: 'score F', values: scores },
          { name: 'F(black) + integral so far', values: integral },
        ],
        xStep: 1 / CHART_POINTS,
        xLabel: 'α',
        legend: 'bottom right',
        yLabel: 'score',
      },
    },
    {
      title: `${name}: relative error of the sum`,
      chart: {
        series: [
          ...measured.map(([rule, values]) => ({ name: rule, values })),
          { name: "the paper's 5 %", values: STEP_COUNTS.map(() => PAPER_TOLERANCE) },
        ],
        xNames: STEP_COUNTS.map(String),
        xLabel: 'steps',
        yLabel: '|delta| / |change in score|',
        logarithmic: true,
        legend: 'beside',
      },
    },
  ];
}

/** Each baseline, and below it the attributions that it gives. */
async function baselineRows(
  { name, X, y, className, classIndex }: Example,
  experiment: Experiment,
): Promise<Panel[][]> {
  const { model, options } = experiment;
  const method = new IntegratedGradients(model);
  const starts: Panel[] = [
    { title: name, subtitle: `${className} ${probability(model, X, classIndex)}`, image: pictureOf(X) },
  ];
  const gradient = new Saliency(model).attribute(X, { target: y, abs: false });
  const maps: Panel[] = [attributionPanel(gradient, { subtitle: 'gradient, not integrated' })];
  gradient.dispose();
  for await (const [title, make] of inSteps(`${name}: baselines`, Object.entries(BASELINES), experiment)) {
    const baseline = make(X, options.seed);
    const [attributions, delta] = method.attribute(X, {
      target: y,
      baselines: baseline,
      nSteps: options.steps ?? 50,
      returnConvergenceDelta: true,
    });
    const sum = numberOf(attributions.sum());
    starts.push({
      title,
      subtitle: `${className} ${probability(model, baseline, classIndex)}`,
      image: pictureOf(baseline),
    });
    maps.push(
      attributionPanel(attributions, {
        subtitle: `sum ${rounded(sum)}, delta ${rounded(numberOf(delta))}`,
      }),
    );
    tf.dispose([baseline, attributions]);
  }
  return [starts, maps];
}

const rounded = (value: number): string => formatNumber(Number(value.toPrecision(3)));
