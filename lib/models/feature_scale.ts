/** How large a network's features are: weights of style transfer that suit one network are far off for another. */
import * as tf from '@tensorflow/tfjs';
import type { Model } from './model.ts';

/**
 * Root mean squares of the features that the style sets were tuned for, on the entry scripts' default pictures at 192 pixels, by layer: those of SqueezeNet 1.1
 * trained on ImageNet as the ONNX model zoo has it, divided by 3. Its features are larger than torchvision's, for which the sets
 * of the course were published; with this factor they give the look that they are known for.
 */
const TUNED_FOR: Readonly<Record<number, number>> = { 1: 0.2525, 3: 0.5525, 4: 1.216, 6: 2.975, 7: 4.624 };

/**
 * @param pictures normalized images [1,H,W,3], which may differ in size
 * @returns what this network's features are multiplied by to be as large as those that the sets were tuned for: the geometric
 * mean over the layers that the sets use
 */
export function featureScale(model: Model, pictures: readonly tf.Tensor4D[]): number {
  const layers = Object.keys(TUNED_FOR).map(Number);
  const squares = pictures.map((X) =>
    tf.tidy(() => {
      const features = model.features(X);
      return layers.map((layer) => features[layer]!.square().mean().dataSync()[0]!);
    }),
  );
  const logs = layers.map((layer, i) => {
    const rms = Math.sqrt(squares.reduce((sum, own) => sum + own[i]!, 0) / pictures.length);
    return Math.log(TUNED_FOR[layer]! / rms);
  });
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}
