import { basename } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import {
  figurePath,
  listenForInterrupt,
  loadPicture,
  openModel,
  pictureOf,
  positiveInteger,
  positiveNumber,
  readEntryOptions,
  sampleImage,
  startProgress,
} from '#lib/entry/index.ts';
import { CourseError } from '#lib/errors.ts';
import { saveFigure } from '#lib/image/figures.ts';
import { type StyleSet, styleSets } from '#lib/style_transfer.ts';
import { styleTransfer } from './style_utils.ts';

interface Options {
  readonly content?: string;
  readonly style?: string;
  readonly set: string;
  readonly iterations: number;
  readonly contentWeight?: number;
  readonly tvWeight?: number;
  readonly initRandom?: boolean;
}

/** Provided: paints a picture in the style of another; saves before and after, the loss curve, and the painted image alone. */
export async function main(argv: string[]): Promise<void> {
  const options = readEntryOptions<Options>(
    'style_transfer',
    'Paints one picture in the style of another. Unleash your creativity: any JPEG, PNG or WebP will do.',
    argv,
    (command) =>
      command
        .option('--content <file>', "the picture to paint (default: one of the course's samples)")
        .option('--style <file>', "the painting (default: one of the course's paintings)")
        .option('--set <name>', `weights and sizes: ${styleSets.map(({ name }) => name).join(', ')}`, 'Starry Night')
        .option('--iterations <n>', 'steps', positiveInteger, 200)
        .option('--content-weight <weight>', "instead of the set's", positiveNumber)
        .option('--tv-weight <weight>', "instead of the set's", positiveNumber)
        .option('--init-random', 'start from noise instead of from the picture'),
  );
  const set = findSet(options.set);
  const contentFile = options.content ?? sampleImage('house.png');
  const styleFile = options.style ?? sampleImage('painting_swirls.png');
  const model = await openModel(options);
  const contentImage = await loadPicture(contentFile, set.contentSize);
  const styleImage = await loadPicture(styleFile, set.styleSize);

  const losses: number[] = [];
  const progress = startProgress(basename(contentFile), options.iterations);
  const interrupt = listenForInterrupt();
  const painted = await styleTransfer({
    ...set,
    contentWeight: options.contentWeight ?? set.contentWeight,
    tvWeight: options.tvWeight ?? set.tvWeight,
    contentImage,
    styleImage,
    model,
    initRandom: options.initRandom ?? false,
    seed: options.seed,
    iterations: options.iterations,
    onStep: (_, loss) => {
      losses.push(loss);
      progress.step(`loss ${loss.toPrecision(4)}`);
      return !interrupt.stopped();
    },
  });
  progress.stop();
  interrupt.release();

  await saveFigure(figurePath(options, 'style_transfer'), {
    rows: [
      [
        { title: 'Content', image: pictureOf(contentImage) },
        { title: 'Style', image: pictureOf(styleImage) },
        { title: `After ${losses.length} iterations`, image: pictureOf(painted) },
        {
          title: 'Loss',
          chart: { series: [{ name: 'total', values: losses }], logarithmic: true, xLabel: 'iteration' },
        },
      ],
    ],
  });
  tf.dispose([contentImage, styleImage, painted]);
}

function findSet(name: string): StyleSet {
  const set = styleSets.find((set) => set.name.toLowerCase() === name.toLowerCase());
  if (set) return set;
  throw new CourseError(
    `There is no style set "${name}". Choose one of ${styleSets.map(({ name }) => name).join(', ')}.`,
  );
}
