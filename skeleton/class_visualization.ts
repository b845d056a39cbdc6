import type * as tf from '@tensorflow/tfjs';
import {
  figurePath,
  findClass,
  listenForInterrupt,
  nameOfClass,
  openModel,
  pictureOf,
  positiveInteger,
  positiveNumber,
  probability,
  readEntryOptions,
  startProgress,
} from '#lib/entry/index.ts';
import { type Panel, saveFigure } from '#lib/image/figures.ts';
import { Random } from '#lib/random.ts';
import { ClassVisualization } from './visualizers/class_visualization.ts';

interface Options {
  readonly iterations: number;
  readonly l2Reg: number;
  readonly learningRate: number;
}

/** Provided: for some classes the image that the network takes for their best example, as it grows. */
export async function main(argv: string[]): Promise<void> {
  const options = readEntryOptions<Options>(
    'class_visualization',
    'What does the network think a class looks like? `--classes` names the classes (default: two random ones).',
    argv,
    (command) =>
      command
        .option('--iterations <n>', 'steps', positiveInteger, 100)
        .option('--l2-reg <strength>', 'strength of the regulariser', positiveNumber, 1e-3)
        .option('--learning-rate <length>', 'length of a step', positiveNumber, 25),
  );
  const model = await openModel(options);
  const random = new Random(options.seed);
  const classes =
    options.classes.length > 0
      ? options.classes.map((text) => findClass(model, text))
      : [random.int(model.numClasses), random.int(model.numClasses)];
  const { iterations, l2Reg, learningRate, size, seed } = options;
  const interrupt = listenForInterrupt();
  const rows: Panel[][] = [];
  for (const target of classes) {
    if (interrupt.stopped()) break;
    const panels: Panel[] = [];
    const progress = startProgress(nameOfClass(model, target), iterations);
    const img = await new ClassVisualization().createClassVisualization(target, model.classNames, model, {
      iterations,
      l2Reg,
      learningRate,
      size,
      seed,
      onStep: (_, img) => {
        progress.step(`p = ${probability(model, img, target)}`);
        return !interrupt.stopped();
      },
      onPicture: (iteration, img) => {
        panels.push(panelOf(img, iteration));
      },
    });
    progress.stop();
    if (interrupt.stopped()) panels.push({ title: 'when stopped', image: pictureOf(img) });
    rows.push(panels);
    img.dispose();
  }
  interrupt.release();
  await saveFigure(figurePath(options, 'class_visualization'), {
    title: classes.map((target) => nameOfClass(model, target)).join(', '),
    rows,
    panelSize: 224,
  });

  function panelOf(img: tf.Tensor4D, iteration: number): Panel {
    return { title: `iteration ${iteration + 1}`, image: pictureOf(img) };
  }
}
