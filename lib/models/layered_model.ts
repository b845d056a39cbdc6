/** Common code of networks that are a list of layers and a classifier. */
import * as tf from '@tensorflow/tfjs';
import type { FastNetwork } from '../engine/network/index.ts';
import type { Model, Relu } from './model.ts';
import { ruleOf } from './relus.ts';

/** A gradient of SqueezeNet takes about 1.5 KiB per pixel, and WASM can address 4 GiB. */
const MAX_PIXELS = 2_500_000;

/** One layer: [N,h,w,c] → [N,h',w',c'], with `relu` at each of its ReLUs. */
export type Layer = (x: tf.Tensor4D, relu: Relu) => tf.Tensor4D;

/** A network's layers. Never changes. */
export interface Network {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** From the last feature map to the scores [N,classes]. */
  readonly classifier: (features: tf.Tensor4D, relu: Relu) => tf.Tensor2D;
  readonly classNames: readonly string[];
  /** The smallest height and width, in pixels, for which every layer has an output. */
  readonly minSize: number;
  /** The layers, and if possible the classifier, on our own kernels, for engines that have them. */
  readonly fast?: FastNetwork;
  /** Frees the weights. */
  readonly dispose?: () => void;
}

/** Intermediates are tidied away; inside `tf.grad` the tape keeps what it needs. No call changes any state. */
export abstract class LayeredModel implements Model {
  /** @param ownsWeights whether {@link dispose} frees the weights */
  protected constructor(
    protected readonly network: Network,
    private readonly relu: Relu,
    private readonly ownsWeights: boolean,
  ) {}

  get classNames(): readonly string[] {
    return this.network.classNames;
  }

  get numClasses(): number {
    return this.classNames.length;
  }

  /** How many entries {@link features} has. */
  get layerCount(): number {
    return this.network.layers.length;
  }

  scores(X: tf.Tensor4D): tf.Tensor2D {
    this.checkInput(X);
    return this.scoresFrom(0, X);
  }

  features(X: tf.Tensor4D): tf.Tensor4D[] {
    this.checkInput(X);
    const { layers, fast } = this.network;
    const rule = ruleOf(this.relu);
    if (rule && fast?.runs()) return fast.features(X, layers.length, rule);
    return tf.tidy(() => {
      let x = X;
      return layers.map((layer) => {
        x = layer(x, this.relu);
        return x;
      });
    });
  }

  forwardFrom(layer: number, activation: tf.Tensor4D): tf.Tensor2D {
    const { layers, name } = this.network;
    if (!Number.isInteger(layer) || layer < 0 || layer >= layers.length) {
      throw new RangeError(`${name} has no layer ${layer}: give a whole number from 0 to ${layers.length - 1}.`);
    }
    return this.scoresFrom(layer + 1, activation);
  }

  abstract withRelu(relu: Relu): LayeredModel;

  /** Frees the weights; the model and its `withRelu` copies cannot be used any more. A copy's `dispose` frees nothing. */
  dispose(): void {
    if (this.ownsWeights) this.network.dispose?.();
  }

  /** The output of layers `first` and later, and of the classifier, for `x`. */
  private scoresFrom(first: number, x: tf.Tensor4D): tf.Tensor2D {
    const { layers, classifier, fast } = this.network;
    const rule = ruleOf(this.relu);
    return tf.tidy(() => {
      if (!rule || !fast?.runs())
        return classifier(
          layers.slice(first).reduce((activation, layer) => layer(activation, this.relu), x),
          this.relu,
        );
      const y = fast.tail(first, x, rule);
      return y.rank === 2 ? (y as tf.Tensor2D) : classifier(y as tf.Tensor4D, this.relu);
    });
  }

  private checkInput(X: tf.Tensor4D): void {
    const { name, minSize } = this.network;
    if (X.rank !== 4 || X.shape[3] !== 3) {
      throw new RangeError(`${name} takes images [N,H,W,3] (channels last), but got a tensor of shape [${X.shape}].`);
    }
    if (X.shape[1] < minSize || X.shape[2] < minSize) {
      throw new RangeError(
        `${name} takes images of at least ${minSize}×${minSize} pixels, but got ${X.shape[1]}×${X.shape[2]}. Resize them.`,
      );
    }
    const pixels = X.shape[0] * X.shape[1] * X.shape[2];
    if (pixels > MAX_PIXELS) {
      throw new RangeError(
        `${name} takes at most ${MAX_PIXELS} pixels at once, but got [${X.shape}], which is ${pixels}. Resize the images, or give fewer at a time.`,
      );
    }
  }
}
