import { basename } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import {
  addStyleOptions,
  announceMemory,
  checkLayers,
  chooseStyle,
  figurePath,
  listenForInterrupt,
  loadPicture,
  openModel,
  pictureOf,
  positiveInteger,
  readEntryOptions,
  type StyleOptions,
  sampleImage,
  startProgress,
} from '#lib/entry/index.ts';
import { saveFigure } from '#lib/image/figures.ts';
import { styleTransfer } from './style_utils.ts';

interface Options extends StyleOptions {
  readonly content?: string;
  readonly style?: string;
  readonly iterations: number;
  readonly initRandom?: boolean;
}

/** Provided: paints a picture in the style of another; saves before and after, the loss curve, and the painted image alone. */
export async function main(argv: string[]): Promise<void> {
  const options = readEntryOptions<Options>(
    'style_transfer',
    'Paints one picture in the style of another. Unleash your creativity: any JPEG, PNG or WebP will do.',
    argv,
    (command) =>
      addStyleOptions(command)
        .option('--content <file>', "the picture to paint (default: one of the course's samples)")
        .option('--style <file>', "the painting (default: one of the course's paintings)")
        .option('--iterations <n>', 'steps', positiveInteger, 200)
        .option('--init-random', 'start from noise instead of from the picture'),
  );
  const style = chooseStyle(options);
  const contentFile = options.content ?? sampleImage('house.png');
  const styleFile = options.style ?? sampleImage('painting_swirls.png');
  const model = await openModel(options);
  const contentImage = await loadPicture(contentFile, style.contentSize);
  const styleImage = await loadPicture(styleFile, style.styleSize);
  announceMemory(model, [contentImage, styleImage]);
  checkLayers(style, model, contentImage);

  const losses: number[] = [];
  const progress = startProgress(basename(contentFile), options.iterations);
  const interrupt = listenForInterrupt();
  const painted = await styleTransfer({
    ...style,
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
