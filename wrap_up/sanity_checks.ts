/**
 * Adebayo et al., Sanity Checks for Saliency Maps, 2018 (https://arxiv.org/abs/1810.03292), section 3: does an explanation change
 * when the network forgets what it has learned?
 */
import { type Example, figurePath, pictureOf } from '#lib/entry/index.ts';
import { type Panel, saveFigure } from '#lib/image/figures.ts';
import { loadModelWeights, modelFromArrays } from '#lib/models/index.ts';
import { trainedLayers, withRandomLayers } from '#lib/models/randomize.ts';
import { tableLines } from '#lib/table.ts';
import { type Explanation, MEASURES, type Similarities, similarities } from './explanation.ts';
import { explain, METHODS } from './methods.ts';
import { inSteps, type Paper } from './paper.ts';

/** Kind → the layers that are random in each step, from the top. */
const SCHEMES: Readonly<Record<string, (layers: readonly string[], step: number) => readonly string[]>> = {
  cascading: (layers, step) => layers.slice(0, step + 1),
  independent: (layers, step) => layers.slice(step, step + 1),
};

interface Result {
  readonly scheme: string;
  readonly step: number;
  readonly method: string;
  readonly example: Example;
  readonly explanation: Explanation;
  readonly similarities: Similarities;
}

export const sanityChecks: Paper = async (experiment) => {
  const { examples, model, options } = experiment;
  const { arrays, metadata, source } = await loadModelWeights(options);
  const layers = trainedLayers();
  // Refuses another network before the work begins.
  withRandomLayers(arrays, [], options.seed);
  const originals = new Map<Example, Readonly<Record<string, Explanation>>>();
  for await (const example of inSteps('the trained network', examples, experiment)) {
    const explained = Object.keys(METHODS).map((method) => [method, explain(method, model, example, experiment)]);
    originals.set(example, Object.fromEntries(explained));
  }

  const results: Result[] = [];
  for (const [scheme, randomIn] of Object.entries(SCHEMES)) {
    for await (const step of inSteps(
      `${scheme} randomization`,
      layers.map((_, i) => i),
      experiment,
    )) {
      const random = modelFromArrays(withRandomLayers(arrays, randomIn(layers, step), options.seed), metadata, source);
      for (const example of examples) {
        for (const method of Object.keys(METHODS)) {
          const original = originals.get(example)![method]!;
          const explanation = explain(method, random, example, experiment);
          results.push({
            scheme,
            step,
            method,
            example,
            explanation,
            similarities: similarities(original, explanation),
          });
        }
      }
      random.dispose();
    }
  }
  if (results.length === 0) return;

  for (const scheme of Object.keys(SCHEMES))
    printTable(
      results.filter((result) => result.scheme === scheme),
      scheme,
    );
  const [shown] = examples;
  for (const scheme of Object.keys(SCHEMES)) {
    const own = results.filter((result) => result.scheme === scheme && result.example === shown);
    if (own.length === 0) continue;
    await saveFigure(figurePath(options, `sanity_checks_${scheme}`), {
      title: TITLES[scheme]!(shown!.className),
      rows: Object.keys(METHODS).map((method) => [
        { title: method, image: pictureOf(shown!.X) },
        { ...explanationPanel(originals.get(shown!)![method]!), title: 'trained' },
        ...own
          .filter((result) => result.method === method)
          .map(({ step, explanation, similarities }) => ({
            ...explanationPanel(explanation),
            title: layers[step]!,
            subtitle: Number.isNaN(similarities.absolute)
              ? 'all 0'
              : `ρ ${similarities.absolute.toFixed(2).replace('-', '−')}`,
          })),
      ]),
      panelSize: 112,
    });
  }
  await saveFigure(figurePath(options, 'sanity_checks_similarity'), {
    title: `How much of an explanation is left: mean of ${examples.length} images`,
    rows: Object.keys(SCHEMES)
      .map((scheme) =>
        charts(
          scheme,
          results.filter((result) => result.scheme === scheme),
        ),
      )
      .filter((row) => row.length > 0),
    panelSize: 300,
  });
};

const TITLES: Readonly<Record<string, (className: string) => string>> = {
  cascading: (className) => `${className}: all layers from the top down to this one are random`,
  independent: (className) => `${className}: only this layer is random`,
};

const explanationPanel = ({ absolute }: Explanation): Panel => ({ map: absolute, colorMap: 'hot', range: [0, 1] });

function charts(scheme: string, results: readonly Result[]): Panel[] {
  if (results.length === 0) return [];
  const layers = trainedLayers();
  return Object.entries(MEASURES).map(([measure, title], i, all) => ({
    title: `${title}, ${scheme}`,
    chart: {
      series: Object.keys(METHODS).map((method) => ({
        name: method,
        // The trained network's explanation is the same as itself.
        values: [1, ...layers.map((_, step) => meanOf(results, method, step, measure as keyof Similarities))],
      })),
      xNames: ['–', ...layers.map((layer) => layer.replace('features.', '').replace('classifier.1', 'C'))],
      xLabel: scheme === 'cascading' ? 'random from the classifier C down to layer' : 'random layer',
      legend: i === all.length - 1 ? 'beside' : 'none',
    },
  }));
}

function printTable(results: readonly Result[], scheme: string): void {
  if (results.length === 0) return;
  console.error(`\n${scheme}: ${Object.values(MEASURES).join(' / ')}`);
  const steps = trainedLayers().map((layer, step) => [
    layer,
    ...Object.keys(METHODS).map((method) =>
      Object.keys(MEASURES)
        .map((measure) => meanOf(results, method, step, measure as keyof Similarities).toFixed(2))
        .join(' '),
    ),
  ]);
  for (const line of tableLines([['random', ...Object.keys(METHODS)], ...steps])) console.error(line);
}

/** Over the images for which it is defined. */
function meanOf(results: readonly Result[], method: string, step: number, measure: keyof Similarities): number {
  const values = results
    .filter((result) => result.method === method && result.step === step)
    .map(({ similarities }) => similarities[measure])
    .filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
