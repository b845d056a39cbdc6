/** What the experiments of all papers have in common. */
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { visualizeImageAttr } from '#lib/captum/index.ts';
import {
  type EntryOptions,
  type Example,
  type listenForInterrupt,
  type PictureOptions,
  startProgress,
} from '#lib/entry/index.ts';
import type { Panel } from '#lib/image/figures.ts';
import type { LayeredModel } from '#lib/models/index.ts';

export interface WrapUpOptions extends EntryOptions, PictureOptions {
  readonly paper?: string;
  /** Undefined: the paper's own default. */
  readonly steps?: number;
  readonly samples?: number;
}

export interface Experiment {
  readonly options: WrapUpOptions;
  readonly model: LayeredModel;
  readonly examples: readonly Example[];
  readonly interrupt: ReturnType<typeof listenForInterrupt>;
}

/** Makes a paper's figures. */
export type Paper = (experiment: Experiment) => Promise<void>;

/** The items, one after the other, with progress. Ends early after Ctrl-C, which is only heard between two items. */
export async function* inSteps<T>(what: string, items: readonly T[], { interrupt }: Experiment): AsyncGenerator<T> {
  if (!process.stderr.isTTY) console.error(what);
  const progress = startProgress(what, items.length, { transient: true });
  try {
    for (const item of items) {
      await setImmediate();
      if (interrupt.stopped()) return;
      yield item;
      progress.step();
    }
  } finally {
    progress.stop();
  }
}

/** A signed attribution [1,H,W,C] as a panel: the sum over the channels, red for the class and blue against it. */
export function attributionPanel(attribution: tf.Tensor4D, labels: Pick<Panel, 'title' | 'subtitle'> = {}): Panel {
  const [, H, W, C] = attribution.shape;
  const image = tf.tidy(() => attribution.reshape<tf.Tensor3D>([H, W, C]).clone());
  try {
    // What is 0 everywhere has no scale, and is drawn as 0.
    const isZero = tf.tidy(() => image.abs().max().dataSync()[0] === 0);
    if (isZero) return { ...labels, map: { dtype: 'float32', shape: [H, W], data: new Float32Array(H * W) }, ...ZERO };
    return { ...labels, image: visualizeImageAttr(image, undefined, { sign: 'all', cmap: 'RdBu_r', outlierPerc: 10 }) };
  } finally {
    image.dispose();
  }
}

const ZERO = { colorMap: 'RdBu_r', range: [-1, 1] } as const;

/** The number in a tensor with one element; the tensor is disposed. */
export function numberOf(tensor: tf.Tensor): number {
  const [value] = tensor.dataSync();
  tensor.dispose();
  return value!;
}
