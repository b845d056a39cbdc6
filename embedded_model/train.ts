/** `npm run train`: trains the embedded model on the project's own pictures and writes it with its data sheet. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Option } from 'commander';
import { commandLine } from '../lib/command.ts';
import { type EngineChoice, type EngineInfo, initEngine } from '../lib/engine/index.ts';
import { engineOption } from '../lib/engine/option.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { readInputFile, writeFileAtomically } from '../lib/files.ts';
import { sha256 } from '../lib/hash.ts';
import { checkParameters } from '../lib/models/parameters.ts';
import { loadSqueezeNet, squeezeNetShapes } from '../lib/models/squeezenet.ts';
import { startProgress } from '../lib/progress.ts';
import { decodeSafetensors, encodeSafetensors } from '../lib/tensor/safetensors.ts';
import { classNames } from './pictures/classes.ts';
import { picturesHash } from './training/batches.ts';
import { loadCheckpoint, newRun, type RunIdentity, type RunState } from './training/checkpoint.ts';
import { type DataSheet, dataSheetPage } from './training/datasheet.ts';
import { type Evaluation, evaluate } from './training/evaluate.ts';
import { fromTorchLayout, initialParameters, type Parameters, toTorchLayout } from './training/network.ts';
import { FULL_PLAN, type Plan, SMOKE_PLAN, TUNE_PLAN, totalSteps } from './training/plan.ts';
import { run } from './training/run.ts';

const WEIGHTS_FILE = 'squeezenet_pictures.safetensors';
const INPUT =
  "RGB in [0, 1], normalized with ImageNet's mean (0.485, 0.456, 0.406) and standard deviation (0.229, 0.224, 0.225); NHWC here, filters stored OIHW under torchvision's names; 112 to 224 px.";

const PLANS = { full: FULL_PLAN, tune: TUNE_PLAN, smoke: SMOKE_PLAN };

interface Options {
  readonly seed: string;
  readonly engine: EngineChoice;
  readonly plan: keyof typeof PLANS;
  readonly from?: string;
  readonly fresh: boolean;
  readonly evaluateOnly: boolean;
  readonly pictures: number;
  readonly out: string;
  readonly cache: string;
}

function parseOptions(): Options {
  const count = (text: string): number => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < classNames.length) {
      throw new CourseError(
        `--pictures ${text}: expected an integer of at least ${classNames.length}, one for each class.`,
      );
    }
    return n;
  };
  return commandLine('npm run train --')
    .description(
      'Trains SqueezeNet 1.1 on pictures that embedded_model/pictures draws. Continues from its checkpoint if there is one.',
    )
    .option('--seed <seed>', "seed of the weights and of the training pictures; by default the embedded model's", '4')
    .addOption(engineOption().default('auto'))
    .addOption(
      new Option(
        '--plan <name>',
        'full: the embedded model; tune: a short one starting at --from; smoke: a few steps as a test',
      )
        .choices(Object.keys(PLANS))
        .default('full'),
    )
    .option('--from <file>', 'weights to start from instead of random ones')
    .option('--fresh', 'start over, discarding the checkpoint', false)
    .option('--evaluate-only', 'train nothing: measure the weights in --out again and update their data sheet', false)
    .option('--pictures <n>', 'fresh pictures to measure with at 112 px (half as many at 224 px)', count, 3000)
    .option('--out <dir>', 'folder for weights and data sheet', 'assets/model')
    .option('--cache <dir>', 'folder of the checkpoint', '.cache/train')
    .parse()
    .opts<Options>();
}

async function startingPoint({ from, seed }: Options): Promise<{ parameters: Parameters; sha256?: string }> {
  if (!from) return { parameters: initialParameters(classNames.length, seed) };
  const bytes = await readInputFile(from);
  const { arrays } = decodeSafetensors(bytes, from);
  checkParameters(arrays, squeezeNetShapes(classNames.length), 'SqueezeNet 1.1', from);
  return { parameters: fromTorchLayout(arrays), sha256: sha256(bytes) };
}

/** Ctrl-C once: finish the step and save. Twice: stop at once; the last checkpoint stays intact. */
function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    console.error('\nFinishing this step and saving. Press Ctrl-C again to stop at once.');
  });
  return controller.signal;
}

async function measure(path: string, options: Options): Promise<Evaluation[]> {
  const model = await loadSqueezeNet(path);
  const sizes: readonly (readonly [size: number, pictures: number])[] = [
    [112, options.pictures],
    [224, Math.max(classNames.length, Math.round(options.pictures / 2))],
  ];
  return sizes.map(([size, pictures]) => {
    const progress = startProgress(`Measuring at ${size} px`, pictures, { transient: true });
    const result = evaluate(model, {
      series: `held-out/${options.seed}`,
      pictures,
      size,
      onProgress: (done) => progress.update(done),
    });
    progress.stop();
    console.log(
      `${size} px: top-1 ${(100 * result.top1).toFixed(1)} % of ${pictures}; Grad-CAM peak inside the thing ${(100 * result.gradCamHits).toFixed(1)} % of ${result.gradCamPictures}; scores above 0: ${(100 * result.liveScores).toFixed(1)} %`,
    );
    return result;
  });
}

async function store(
  state: RunState,
  plan: Plan,
  engine: EngineInfo,
  options: Options,
  pictures: string,
  startedFrom: string | undefined,
): Promise<void> {
  const metadata = {
    classNames: JSON.stringify(classNames),
    mean: JSON.stringify([0.485, 0.456, 0.406]),
    std: JSON.stringify([0.229, 0.224, 0.225]),
    input: INPUT,
    seed: options.seed,
  };
  const bytes = encodeSafetensors(toTorchLayout(state.parameters), metadata, { half: true });
  const path = join(options.out, WEIGHTS_FILE);
  await writeFileAtomically(path, bytes);
  const weights = {
    file: WEIGHTS_FILE,
    bytes: bytes.length,
    sha256: sha256(bytes),
    precision: 'float16' as const,
  };
  const training = {
    seed: options.seed,
    ...(startedFrom && { startedFrom }),
    plan,
    steps: state.step,
    pictures: state.picturesSeen,
    wallSeconds: Math.round(state.seconds),
    engines: state.engines,
    tfjs: engine.version,
    node: process.version,
    threads: engine.threads,
    picturesHash: pictures,
    curve: state.curve,
  };
  const sheet = { model: 'SqueezeNet 1.1' as const, weights, classNames, input: INPUT, training };
  await measureAndWrite(sheet, engine, options);
}

/** Measures the weights in --out and writes their data sheet. */
async function measureAndWrite(
  sheet: Omit<DataSheet, 'measured' | 'evaluations'>,
  engine: EngineInfo,
  options: Options,
): Promise<void> {
  const evaluations = await measure(join(options.out, WEIGHTS_FILE), options);
  const measured = { picturesHash: picturesHash(), engine: engine.engine };
  const whole: DataSheet = { ...sheet, measured, evaluations };
  await writeFileAtomically(join(options.out, 'datasheet.json'), `${JSON.stringify(whole)}\n`);
  await writeFileAtomically(join(options.out, 'DATASHEET.md'), dataSheetPage(whole));
  console.log(`Wrote datasheet.json and DATASHEET.md beside ${join(options.out, WEIGHTS_FILE)}.`);
}

await runMain(async () => {
  const options = parseOptions();
  const engine = await initEngine({ engine: options.engine });
  if (options.evaluateOnly) {
    const bytes = await readInputFile(join(options.out, 'datasheet.json'));
    await measureAndWrite(JSON.parse(Buffer.from(bytes).toString()), engine, options);
    return 0;
  }
  const plan = PLANS[options.plan];
  const checkpointPath = resolve(options.cache, `${options.plan}-${options.seed}.safetensors`);
  if (options.fresh) await rm(checkpointPath, { force: true });
  const identity: RunIdentity = { seed: options.seed, plan: JSON.stringify(plan), pictures: picturesHash() };
  const loaded = await loadCheckpoint(checkpointPath, identity);
  const start = await startingPoint(options);
  const state = loaded ?? newRun(start.parameters);
  console.log(
    loaded
      ? `Continuing at step ${state.step} of ${totalSteps(plan)} (${checkpointPath}).`
      : `Starting: ${totalSteps(plan)} steps.`,
  );
  const signal = abortOnInterrupt();
  const finished = await run(state, { plan, identity, engine, checkpointPath, report: console.log, signal });
  if (!finished) {
    console.log(`Stopped at step ${state.step}. The same command continues from there.`);
    return 130;
  }
  await store(state, plan, engine, options, identity.pictures, start.sha256);
  return 0;
});
