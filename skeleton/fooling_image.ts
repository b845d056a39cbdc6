import type * as tf from '@tensorflow/tfjs';
import {
  addPictureOptions,
  figurePath,
  findClass,
  listenForInterrupt,
  loadExamples,
  nameOfClass,
  openModel,
  type PictureOptions,
  pictureOf,
  positiveInteger,
  positiveNumber,
  probability,
  readEntryOptions,
  startProgress,
  topClass,
} from '#lib/entry/index.ts';
import { differencePicture } from '#lib/image/difference.ts';
import { type Panel, saveFigure } from '#lib/image/figures.ts';
import { FoolingImage } from './visualizers/fooling_image.ts';

interface Options extends PictureOptions {
  readonly targetClass?: string;
  readonly learningRate: number;
  readonly maxIterations: number;
}

/** Progress is shown, and Ctrl-C heard, after so many. */
const STEPS_AT_ONCE = 5;

/** Provided: for each picture an image that the network takes for another class, and what was changed. */
export async function main(argv: string[]): Promise<void> {
  const options = readEntryOptions<Options>('fooling_image', 'Which small change fools the network?', argv, (command) =>
    addPictureOptions(command)
      .option('--target-class <class>', "the class to be taken for (default: one far from the picture's own)")
      .option('--learning-rate <length>', 'length of a step', positiveNumber, 1)
      .option('--max-iterations <n>', 'steps at most', positiveInteger, 100),
  );
  const { learningRate, maxIterations } = options;
  const model = await openModel(options);
  const interrupt = listenForInterrupt();
  const rows: Panel[][] = [];
  for (const { name, X, classIndex, className } of await loadExamples(options, model)) {
    if (interrupt.stopped()) break;
    const target = options.targetClass
      ? findClass(model, options.targetClass)
      : (classIndex + Math.floor(model.numClasses / 2)) % model.numClasses;
    const targetName = nameOfClass(model, target);
    console.error(`${name}: from "${className}" to "${targetName}"`);
    const progress = startProgress(name, maxIterations);
    let XFooling = X;
    for (let done = 0; done < maxIterations && topClass(model, XFooling) !== target; done += STEPS_AT_ONCE) {
      const steps = Math.min(STEPS_AT_ONCE, maxIterations - done);
      XFooling = new FoolingImage().makeFoolingImage(XFooling, target, model, { learningRate, maxIterations: steps });
      progress.step(`p = ${probability(model, XFooling, target)}`, steps);
      // Lets Ctrl-C through.
      await new Promise((resolve) => setImmediate(resolve));
      if (interrupt.stopped()) break;
    }
    progress.stop();
    const fooled = topClass(model, XFooling) === target;
    if (!fooled) console.error(`${name}: not fooled yet; try --max-iterations or --learning-rate.`);
    const [before, after] = [pictureOf(X), pictureOf(XFooling)];
    const chances = (of: tf.Tensor4D) =>
      `${className} ${probability(model, of, classIndex)}, ${targetName} ${probability(model, of, target)}`;
    rows.push([
      { title: className, subtitle: chances(X), image: before },
      {
        title: fooled ? targetName : `still ${nameOfClass(model, topClass(model, XFooling))}`,
        subtitle: chances(XFooling),
        image: after,
      },
      { title: 'Difference', image: differencePicture(before, after) },
      { title: 'Difference ×10', image: differencePicture(before, after, 10) },
    ]);
  }
  interrupt.release();
  await saveFigure(figurePath(options, 'fooling_image'), { rows });
}
