/** The network and pictures that an entry script works on. */
import { basename, extname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { initEngine } from '../engine/index.ts';
import { CourseError } from '../errors.ts';
import { loadImage, preprocess } from '../image/index.ts';
import { EMBEDDED_WEIGHTS, type LayeredModel, loadModel, type Model, shortClassName } from '../models/index.ts';
import { projectRoot } from '../root.ts';
import { DEFAULT_PICTURES } from './defaults.ts';
import type { EntryOptions, PictureOptions } from './options.ts';

export interface Example {
  /** The file's name without its extension. */
  readonly name: string;
  /** [1,H,W,3], normalized. */
  readonly X: tf.Tensor4D;
  /** The class to explain, as a number and as int32 [1]. */
  readonly classIndex: number;
  readonly y: tf.Tensor1D;
  readonly className: string;
}

type ModelOptions = Pick<EntryOptions, 'weights' | 'engine'> & Partial<Pick<PictureOptions, 'images'>>;

/** Loads engine and network, and reports both on stderr. */
export async function openModel({ weights, engine, images }: ModelOptions): Promise<LayeredModel> {
  await initEngine(engine ? { engine } : {});
  const { model, description, source } = await loadModel({ weights });
  console.error(`Network: ${description}.`);
  if (images && images.length > 0 && source === EMBEDDED_WEIGHTS) {
    console.error(
      `It knows drawings of ${model.numClasses} things, and no photographs; \`npm run weights\` gets one that knows those.`,
    );
  }
  return model;
}

/** @throws CourseError if a picture cannot be read, or the classes do not match the pictures */
export async function loadExamples(options: PictureOptions, model: Model): Promise<Example[]> {
  const { images, classes, size } = options;
  const files = images.length > 0 ? images : DEFAULT_PICTURES.map(sampleImage);
  if (classes.length > 0 && classes.length !== files.length) {
    throw new CourseError(
      `Got ${classes.length} classes for ${files.length} pictures. Give one class for each picture.`,
    );
  }
  const examples: Example[] = [];
  for (const [i, file] of files.entries()) {
    const X = await loadPicture(file, size);
    const classIndex = classes[i] === undefined ? topClass(model, X) : findClass(model, classes[i]);
    examples.push({
      name: basename(file, extname(file)),
      X,
      classIndex,
      y: tf.tensor1d([classIndex], 'int32'),
      className: nameOfClass(model, classIndex),
    });
  }
  return examples;
}

/** Above this many pixels, one gradient of SqueezeNet takes over 1 GiB and several seconds. */
const MAX_PIXELS = 768 ** 2;

/**
 * A picture as the network takes it [1,H,W,3]; conversions are reported on stderr.
 * @throws CourseError if it cannot be read, or would have more pixels than a square of 768×768
 */
export async function loadPicture(file: string, size: number): Promise<tf.Tensor4D> {
  const image = await loadImage(file, {
    size,
    maxPixels: MAX_PIXELS,
    onNote: (note) => console.error(`${basename(file)}: ${note}.`),
  });
  const X = preprocess(image);
  image.dispose();
  return X;
}

export function topClass(model: Model, X: tf.Tensor4D): number {
  return tf.tidy(() => model.scores(X).argMax(1).dataSync()[0]!);
}

/** The probability of a class for one image, in percent. */
export function probability(model: Model, X: tf.Tensor4D, classIndex: number): string {
  return formatProbability(tf.tidy(() => model.scores(X).softmax().dataSync()[classIndex]!));
}

/** Never 0 % or 100 %, which no network gives. */
export function formatProbability(p: number): string {
  const percent = 100 * p;
  if (percent < 0.1) return '< 0.1 %';
  if (percent > 99) return '> 99 %';
  return `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

export function nameOfClass(model: Model, classIndex: number): string {
  return shortClassName(model.classNames[classIndex] ?? `class ${classIndex}`);
}

/** @param text a class number, a class's name, or a part of one that no other class has */
export function findClass(model: Model, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < model.numClasses) return number;
  const wanted = text.toLowerCase();
  const names = model.classNames.map((name) => name.toLowerCase());
  const exact = names.findIndex((name) => name === wanted || name.split(', ').includes(wanted));
  if (exact >= 0) return exact;
  const matches = names.flatMap((name, index) => (name.includes(wanted) ? [index] : []));
  if (matches.length === 1) return matches[0]!;
  const shown = matches.slice(0, 8).map((index) => `${index} ${model.classNames[index]}`);
  const found = matches.length === 0 ? 'No class has' : `${matches.length} classes have`;
  throw new CourseError(
    `${found} "${text}" in the name${shown.length > 0 ? `: ${shown.join('; ')}${matches.length > 8 ? '; …' : ''}` : ''}. Give a number from 0 to ${model.numClasses - 1}, or a name.`,
  );
}

const SAMPLES = join(projectRoot, 'assets/images');

/** One of the course's sample pictures or paintings. */
export const sampleImage = (name: string): string => join(SAMPLES, name);
