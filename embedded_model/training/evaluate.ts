/** How good a model is on pictures it has never seen: accuracy, confusion, and whether Grad-CAM points at the thing. */
import * as tf from '@tensorflow/tfjs';
import type { SqueezeNet } from '../../lib/models/squeezenet.ts';
import { classNames, isTexture } from '../pictures/classes.ts';
import { type Batch, drawBatch } from './batches.ts';
import { toTensors } from './tensors.ts';

export interface Evaluation {
  /** Width and height of the pictures, in pixels. */
  readonly size: number;
  readonly pictures: number;
  /** Share whose top class is correct. */
  readonly top1: number;
  /** confusion[true class][predicted class]: pictures. */
  readonly confusion: readonly (readonly number[])[];
  /** For pictures of things: share whose Grad-CAM peak is inside the thing's mask, and their number. */
  readonly gradCamHits: number;
  readonly gradCamPictures: number;
  /** Mean share of the picture that the thing covers: what a random peak would hit. */
  readonly meanMaskShare: number;
  /** Of all (picture, class) pairs: share whose score is above 0, so that it has a gradient. */
  readonly liveScores: number;
}

export interface EvaluateOptions {
  readonly series: string;
  readonly pictures: number;
  readonly size: number;
  readonly onProgress?: (done: number, all: number) => void;
}

export function evaluate(model: SqueezeNet, { series, pictures, size, onProgress }: EvaluateOptions): Evaluation {
  const confusion = classNames.map(() => classNames.map(() => 0));
  let [correct, hits, things, covered, live] = [0, 0, 0, 0, 0];
  const perBatch = Math.max(1, Math.round(20 * (112 / size) ** 2));
  for (let first = 0; first < pictures; first += perBatch) {
    const batch = drawBatch({ series, first, count: Math.min(perBatch, pictures - first), size });
    const { scores, peaks } = judge(model, batch);
    for (const [k, label] of batch.labels.entries()) {
      const own = scores.subarray(k * classNames.length, (k + 1) * classNames.length);
      const predicted = own.indexOf(Math.max(...own));
      confusion[label]![predicted]!++;
      if (predicted === label) correct++;
      live += own.filter((score) => score > 0).length;
      if (isTexture(label)) continue;
      const mask = batch.masks.subarray(k * size * size, (k + 1) * size * size);
      things++;
      covered += mask.reduce((sum, inside) => sum + inside, 0) / mask.length;
      const peak = peaks[k];
      if (peak !== undefined && mask[peak] === 1) hits++;
    }
    onProgress?.(Math.min(pictures, first + perBatch), pictures);
  }
  return {
    size,
    pictures,
    top1: correct / pictures,
    confusion,
    gradCamHits: hits / things,
    gradCamPictures: things,
    meanMaskShare: covered / things,
    liveScores: live / (pictures * classNames.length),
  };
}

/** Scores [N * classes], and for each picture the pixel where its own class's Grad-CAM is highest (none if it is 0 everywhere). */
function judge(model: SqueezeNet, batch: Batch): { scores: Float32Array; peaks: (number | undefined)[] } {
  const { scores, cams } = tf.tidy(() => {
    const { X, Y } = toTensors(batch);
    const features = model.features(X);
    const last = features.length - 1;
    const map = features[last]!;
    const own = (activation: tf.Tensor) => tf.sum(tf.mul(model.forwardFrom(last, activation as tf.Tensor4D), Y));
    const weights = tf.mean(tf.grad(own)(map), [1, 2], true);
    const raw = tf.relu(tf.sum(tf.mul(map, weights), 3, true)) as tf.Tensor4D;
    const cams = tf.image.resizeBilinear(raw, [batch.size, batch.size], false, true);
    return { scores: model.forwardFrom(last, map), cams };
  });
  const area = batch.size * batch.size;
  const values = cams.dataSync();
  const peaks = batch.labels.map((_, k) => {
    const one = values.subarray(k * area, (k + 1) * area);
    let best = 0;
    for (let i = 1; i < area; i++) if (one[i]! > one[best]!) best = i;
    return one[best]! > 0 ? best : undefined;
  });
  const result = { scores: scores.dataSync() as Float32Array, peaks };
  tf.dispose([scores, cams]);
  return result;
}

/** The most frequent mistakes, most frequent first. */
export function mistakes(
  { confusion }: Evaluation,
  most = 12,
): { actual: string; predicted: string; pictures: number }[] {
  return confusion
    .flatMap((row, i) => row.map((pictures, j) => ({ actual: classNames[i]!, predicted: classNames[j]!, pictures })))
    .filter(({ actual, predicted, pictures }) => pictures > 0 && actual !== predicted)
    .sort((a, b) => b.pictures - a.pictures)
    .slice(0, most);
}
