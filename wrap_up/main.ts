/** `npm run wrap_up -- --paper NAME`: what three papers say about attribution methods, as figures. */
import { Option } from 'commander';
import {
  addPictureOptions,
  listenForInterrupt,
  loadExamples,
  openModel,
  positiveInteger,
  readEntryOptions,
} from '#lib/entry/index.ts';
import { CourseError, runMain } from '#lib/errors.ts';
import { integratedGradients } from './integrated_gradients.ts';
import type { Paper, WrapUpOptions } from './paper.ts';
import { sanityChecks } from './sanity_checks.ts';
import { shapCam } from './shap_cam.ts';

const PAPERS: Readonly<Record<string, Paper>> = {
  integrated_gradients: integratedGradients,
  sanity_checks: sanityChecks,
  shap_cam: shapCam,
};

await runMain(async () => {
  const options = readEntryOptions<WrapUpOptions>(
    'wrap_up',
    'What a paper on attribution methods says, shown in figures.',
    process.argv.slice(2),
    (command) =>
      addPictureOptions(command, 128)
        .addOption(new Option('--paper <paper>', 'which one').choices(Object.keys(PAPERS)))
        .option('--steps <n>', 'steps of Integrated Gradients (default: 50; in sanity_checks 10)', positiveInteger)
        .option('--samples <n>', 'orders of the positions in shap_cam (default: 24)', positiveInteger),
  );
  const paper = PAPERS[options.paper ?? ''];
  if (!paper) throw new CourseError(`Which paper? Give --paper and one of ${Object.keys(PAPERS).join(', ')}.`);
  const model = await openModel(options);
  const examples = await loadExamples(options, model);
  const interrupt = listenForInterrupt();
  try {
    await paper({ options, model, examples, interrupt });
  } finally {
    interrupt.release();
  }
});
