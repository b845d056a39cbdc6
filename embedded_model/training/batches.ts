/** Batches of pictures, drawn on the fly: no picture is seen twice, and nothing is stored. */
import { createHash } from 'node:crypto';
import { Random } from '../../lib/random.ts';
import { classNames } from '../pictures/classes.ts';
import { renderPicture } from '../pictures/render.ts';

/** Pictures number `first` to `first + count - 1` of a series. */
export interface BatchRequest {
  readonly series: string;
  readonly first: number;
  readonly count: number;
  /** Width and height in pixels. */
  readonly size: number;
}

export interface Batch {
  /** RGB bytes, [count, size, size, 3], row-major. */
  readonly images: Uint8Array;
  /** 1 inside the thing, [count, size, size]. */
  readonly masks: Uint8Array;
  /** Class indices. */
  readonly labels: readonly number[];
  readonly size: number;
}

/** Within a series every class occurs once per shuffled round, so that batches are balanced. */
export function drawBatch({ series, first, count, size }: BatchRequest): Batch {
  const images = new Uint8Array(count * size * size * 3);
  const masks = new Uint8Array(count * size * size);
  const labels: number[] = [];
  for (let k = 0; k < count; k++) {
    const number = first + k;
    const order = shuffledClasses(series, Math.floor(number / classNames.length));
    const classIndex = order[number % classNames.length]!;
    const { image, mask } = renderPicture({ classIndex, seed: `${series}/${number}`, size });
    images.set(image, k * image.length);
    masks.set(mask, k * mask.length);
    labels.push(classIndex);
  }
  return { images, masks, labels, size };
}

function shuffledClasses(series: string, round: number): number[] {
  return new Random(`${series}/order/${round}`).shuffle(classNames.map((_, index) => index));
}

/** SHA-256 over a picture of each class: changes if any drawing does. */
export function picturesHash(): string {
  const hash = createHash('sha256');
  for (const classIndex of classNames.keys()) {
    hash.update(renderPicture({ classIndex, seed: 'hash', size: 48 }).image);
  }
  return hash.digest('hex');
}
