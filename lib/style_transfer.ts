/** Types of style transfer: the options of one step, and the style sets. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from './models/model.ts';
import type { Adam } from './optim.ts';

/** The three losses, as the student's classes in `style_modules/` implement them. */
export interface Losses {
  readonly contentLoss: {
    forward(contentWeight: number, contentCurrent: tf.Tensor4D, contentOriginal: tf.Tensor4D): tf.Scalar;
  };
  readonly styleLoss: {
    gramMatrix(features: tf.Tensor4D, normalize?: boolean): tf.Tensor3D;
    forward(
      feats: tf.Tensor4D[],
      styleLayers: number[],
      styleTargets: tf.Tensor3D[],
      styleWeights: number[],
    ): tf.Scalar;
  };
  readonly tvLoss: { forward(img: tf.Tensor4D, tvWeight: number): tf.Scalar };
}

/** The layers and weights of the losses. */
export interface StyleTransferWeights {
  /** Index into `model.features` for the content loss. */
  readonly contentLayer: number;
  readonly contentWeight: number;
  /** Indices into `model.features` for the style loss, and the weight of each. */
  readonly styleLayers: number[];
  readonly styleWeights: number[];
  readonly tvWeight: number;
}

export interface StyleTransferStep extends Losses, StyleTransferWeights {
  /** The number of this step, from 0. */
  readonly t: number;
  /** The image that is painted [1,H,W,3], normalized. */
  readonly img: tf.Variable<tf.Rank.R4>;
  readonly model: Model;
  readonly optimizer: Adam;
  /** Features of the content image at `contentLayer`. */
  readonly contentTarget: tf.Tensor4D;
  /** Gram matrices of the style image at `styleLayers`. */
  readonly styleTargets: tf.Tensor3D[];
  /** From this step on the learning rate is `decayedLr`. */
  readonly decayLrAt: number;
  readonly decayedLr: number;
}

export interface StyleTransferOptions extends StyleTransferWeights {
  /** Normalized images [1,H,W,3]; they may differ in size. */
  readonly contentImage: tf.Tensor4D;
  readonly styleImage: tf.Tensor4D;
  readonly model: Model;
  /** Start from noise instead of from the content image. */
  readonly initRandom?: boolean;
  readonly seed?: number | string;
  /** Default 200. */
  readonly iterations?: number;
  /** Called after each step with the loss before it; the image is the live one and changes afterwards. Return false to stop. */
  readonly onStep?: (t: number, loss: number, img: tf.Tensor4D) => boolean | void;
}

export interface StyleSet extends StyleTransferWeights {
  readonly name: string;
  /** The painting. The course brings those of its own sets; the others are well known and easily found. */
  readonly styleImage: string;
  /** The picture that it suits. */
  readonly contentImage: string;
  /** Length of the shorter side, in pixels. */
  readonly contentSize: number;
  readonly styleSize: number;
}

const LAYERS = { contentLayer: 3, styleLayers: [1, 4, 6, 7], contentSize: 192 };

/**
 * The first two are for the network that comes with the course, which knows drawings; the third for networks trained on
 * photographs (ImageNet); the others are those of the assignment.
 */
export const styleSets: readonly StyleSet[] = [
  {
    ...LAYERS,
    name: 'Swirls',
    styleImage: 'painting_swirls.png',
    contentImage: 'cat.png',
    contentWeight: 0.24,
    styleWeights: [200000, 800, 12, 1],
    tvWeight: 0.1,
    styleSize: 224,
  },
  {
    ...LAYERS,
    name: 'Mosaic',
    styleImage: 'painting_mosaic.png',
    contentImage: 'sailboat.png',
    contentWeight: 0.6,
    styleWeights: [200000, 2500, 60, 10],
    tvWeight: 0.05,
    styleSize: 224,
  },
  {
    ...LAYERS,
    name: 'Brush strokes',
    styleImage: 'painting_swirls.png',
    contentImage: 'house.png',
    contentWeight: 0.135,
    styleWeights: [1500000, 5000, 75, 15],
    tvWeight: 0.15,
    styleSize: 192,
  },
  {
    ...LAYERS,
    name: 'Composition VII',
    styleImage: 'composition_vii.jpg',
    contentImage: 'house.png',
    contentWeight: 5e-2,
    styleWeights: [20000, 500, 12, 1],
    tvWeight: 5e-2,
    styleSize: 512,
  },
  {
    ...LAYERS,
    name: 'The Scream',
    styleImage: 'the_scream.jpg',
    contentImage: 'house.png',
    contentWeight: 3e-2,
    styleWeights: [200000, 800, 12, 1],
    tvWeight: 2e-2,
    styleSize: 224,
  },
  {
    ...LAYERS,
    name: 'Starry Night',
    styleImage: 'starry_night.jpg',
    contentImage: 'house.png',
    contentWeight: 6e-2,
    styleWeights: [300000, 1000, 15, 3],
    tvWeight: 2e-2,
    styleSize: 192,
  },
];
