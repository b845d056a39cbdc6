import { classNames } from './classes.ts';
import { renderPainting } from './paintings.ts';
import { renderPicture } from './render.ts';

/** A committed picture, so that everything runs without a download. */
export interface Sample {
  /** File name without folder. */
  readonly file: string;
  /** Class index in `classNames`; undefined for a painting. */
  readonly classIndex: number | undefined;
  /** Width and height in pixels. */
  readonly size: number;
  /** RGB bytes, [size, size, 3]. */
  readonly draw: () => Uint8Array;
}

function scene(className: string, seed: string, size = 224): Sample {
  const classIndex = classNames.indexOf(className);
  const draw = (): Uint8Array => renderPicture({ classIndex, seed, size }).image;
  return { file: `${className}.png`, classIndex, size, draw };
}

function painting(name: 'swirls' | 'mosaic', size = 384): Sample {
  return { file: `painting_${name}.png`, classIndex: undefined, size, draw: () => renderPainting(name, { size }) };
}

/** Six scenes and the two paintings; seeds chosen by eye, among scenes that the embedded model recognizes. */
export const samples: readonly Sample[] = [
  scene('fish', 'sample/5'),
  scene('butterfly', 'sample/8'),
  scene('snail', 'sample/3'),
  scene('cat', 'sample/3'),
  scene('sailboat', 'sample/2'),
  scene('house', 'sample/3'),
  painting('swirls'),
  painting('mosaic'),
];
