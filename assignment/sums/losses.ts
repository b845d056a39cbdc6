/** The three losses as sums: over images, channels, directions and layers. */
import * as tf from '@tensorflow/tfjs';
import type { Sum } from '../../harness/relations/index.ts';
import { losses } from '../reference_dependencies/losses.ts';

const value = (scalar: tf.Tensor): number => scalar.dataSync()[0]!;

/** One part for each entry along an axis of both tensors. */
const along = (
  over: string,
  axis: number,
  size: number,
  loss: (cut: (x: tf.Tensor) => tf.Tensor) => tf.Tensor,
): Sum => ({
  over,
  parts: Array.from({ length: size }, (_, n) => ({
    values: [value(loss((x) => x.gather([n], axis)))],
  })),
});

interface ContentInputs {
  readonly contentWeight: number;
  readonly contentCurrent: tf.Tensor;
  readonly contentOriginal: tf.Tensor;
}

export function contentSums({ contentWeight, contentCurrent, contentOriginal }: ContentInputs): Sum[] {
  const of = (cut: (x: tf.Tensor) => tf.Tensor) =>
    losses.contentLoss.forward(contentWeight, cut(contentCurrent) as tf.Tensor4D, cut(contentOriginal) as tf.Tensor4D);
  const [N, , , C] = contentCurrent.shape as tf.Tensor4D['shape'];
  return [along('image', 0, N, of), along('channel', 3, C, of)];
}

export function roughnessSums(img: tf.Tensor, tvWeight: number): Sum[] {
  const of = (cut: (x: tf.Tensor) => tf.Tensor) => losses.tvLoss.forward(cut(img) as tf.Tensor4D, tvWeight);
  const [N, , , C] = img.shape as tf.Tensor4D['shape'];
  return [directions([img], tvWeight), along('image', 0, N, of), along('channel', 3, C, of)];
}

/** Of images with a loss each. */
export function directions(images: readonly tf.Tensor[], tvWeight: number): Sum {
  // A single column has only vertical pairs, a single row only horizontal ones.
  const within = (img: tf.Tensor, axis: 1 | 2): number =>
    tf
      .split(img, img.shape[axis]!, axis)
      .reduce((sum, line) => sum + value(losses.tvLoss.forward(line as tf.Tensor4D, tvWeight)), 0);
  return {
    over: 'direction',
    parts: [
      { name: 'the vertical pairs', values: images.map((img) => within(img, 2)) },
      { name: 'the horizontal pairs', values: images.map((img) => within(img, 1)) },
    ],
  };
}

export interface StyleInputs {
  readonly feats: readonly tf.Tensor[];
  readonly styleTargets: readonly tf.Tensor[];
  readonly styleLayers: readonly number[];
  readonly styleWeights: readonly number[];
}

export function styleSums({ feats, styleTargets, styleLayers, styleWeights }: StyleInputs): Sum[] {
  const of = (i: number, cut: (x: tf.Tensor) => tf.Tensor) =>
    value(
      losses.styleLoss.forward(
        [cut(feats[styleLayers[i]!]!) as tf.Tensor4D],
        [0],
        [cut(styleTargets[i]!) as tf.Tensor3D],
        [styleWeights[i]!],
      ),
    );
  const parts = styleLayers.map((_, i) => ({
    values: [of(i, (x) => x)],
    weight: styleWeights[i]!,
    count: styleTargets[i]!.size,
  }));
  const images = Array.from({ length: feats[0]!.shape[0]! }, (_, n) => ({
    values: [styleLayers.reduce((sum, _, i) => sum + of(i, (x) => x.gather([n], 0)), 0)],
  }));
  return [
    { over: 'layer', parts },
    { over: 'image', parts: images },
  ];
}
