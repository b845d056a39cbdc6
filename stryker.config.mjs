/** `npm run mutation`: changes the reference piece by piece and looks whether the stored fixtures notice. */
import { readFileSync } from 'node:fs';

/** The functions that students write. The others are provided, and no check is about them. */
const GRADED = {
  'reference/style_modules/content_loss.ts': ['forward'],
  'reference/style_modules/style_loss.ts': ['gramMatrix', 'forward'],
  'reference/style_modules/tv_loss.ts': ['forward'],
  'reference/style_utils.ts': ['styleTransferStep'],
  'reference/visualizers/saliency_map.ts': ['computeSaliencyMaps'],
  'reference/visualizers/gradcam.ts': ['guidedRelu', 'guidedBackprop', 'gradCamMap', 'guidedGradCam'],
  'reference/visualizers/fooling_image.ts': ['makeFoolingImage'],
  'reference/visualizers/class_visualization.ts': ['ascentStep'],
  'reference/saliency_map.ts': ['captumSaliency'],
  'reference/gradcam.ts': [
    'captumGuidedBackprop',
    'captumGuidedGradCam',
    'captumLayerGradCam',
    'captumLayerConductance',
  ],
};

/** @returns `file:first-last`, the lines of a function: from its name to the brace that closes at its own depth */
function linesOf(file, name) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = lines.findIndex((line) => new RegExp(`^\\s*(export function )?${name}\\(`).test(line));
  if (first < 0) throw new Error(`${file} has no function ${name}: correct the list in stryker.config.mjs.`);
  const indent = lines[first].match(/^\s*/)[0];
  const last = lines.findIndex((line, i) => i > first && line === `${indent}}`);
  return `${file}:${first + 1}-${last + 1}`;
}

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: Object.entries(GRADED).flatMap(([file, names]) => names.map((name) => linesOf(file, name))),
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 60_000,
  reporters: ['clear-text', 'progress', 'html', 'json'],
  clearTextReporter: { reportTests: false },
  htmlReporter: { fileName: 'out/mutation/report.html' },
  jsonReporter: { fileName: 'out/mutation/report.json' },
  tempDirName: 'out/mutation/sandbox',
  ignorePatterns: ['out', 'fixtures/submissions', 'weights'],
};
