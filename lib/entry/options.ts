/** The options that all entry scripts share. */
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import { type Command, InvalidArgumentError } from 'commander';
import { commandLine } from '../command.ts';
import type { EngineChoice } from '../engine/index.ts';
import { engineOption } from '../engine/option.ts';
import { deprocess, tensorToPicture } from '../image/index.ts';
import type { Picture } from '../image/resize.ts';

export interface EntryOptions {
  readonly weights?: string;
  readonly engine?: EngineChoice;
  readonly seed: string;
  /** Folder for the figures. */
  readonly out: string;
}

/** Options of scripts that explain pictures. */
export interface PictureOptions {
  /** Pictures to work on; the course's samples if empty. */
  readonly images: readonly string[];
  /** Class numbers or parts of names, one for each picture; the network's top class if empty. */
  readonly classes: readonly string[];
  /** Shorter side in pixels. */
  readonly size: number;
}

/** Sides that every network here accepts, and whose square has no more pixels than `loadPicture` allows. */
const [MIN_SIZE, MAX_SIZE] = [32, 768];

export function imageSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= MIN_SIZE && size <= MAX_SIZE) return size;
  throw new InvalidArgumentError(`Expected a whole number of pixels from ${MIN_SIZE} to ${MAX_SIZE}.`);
}

export function addPictureOptions(command: Command, size = 224): Command {
  return command
    .option('--images <files...>', "pictures: JPEG, PNG or WebP (default: the course's samples)", [])
    .option('--classes <names...>', "class numbers or parts of their names (default: the network's top class)", [])
    .option('--size <pixels>', 'shorter side of the pictures', imageSize, size);
}

/**
 * Reads a script's options: those that `configure` adds, and the shared ones.
 *
 * @param argv the arguments after the script's name
 */
export function readEntryOptions<Own extends object = PictureOptions>(
  name: string,
  description: string,
  argv: readonly string[],
  configure: (command: Command) => Command = (command) => addPictureOptions(command),
): EntryOptions & Own {
  const command = configure(commandLine(`npm run ${name} --`).description(description))
    .option(
      '--weights <file>',
      'the network: a safetensors file (default: A3_WEIGHTS, weights/, else the embedded one)',
    )
    .option('--seed <seed>', 'seed for everything random', '0')
    .option('--out <folder>', 'folder for the figures', 'visualization')
    .addOption(engineOption());
  return command.parse(argv, { from: 'user' }).opts<EntryOptions & Own>();
}

/** A figure's path, also printed on stdout, since figures are the script's output. */
export function figurePath({ out }: EntryOptions, name: string): string {
  const path = join(out, `${name}.png`);
  console.log(path);
  return path;
}

/** A normalized image [1,H,W,3] as a picture for a figure. */
export function pictureOf(X: tf.Tensor4D): Picture {
  const image = deprocess(X);
  const picture = tensorToPicture(image);
  image.dispose();
  return picture;
}
