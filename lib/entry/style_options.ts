/** Which layers style transfer compares, and their weights: one of the course's sets, modified by options. */
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import type { Command } from 'commander';
import { nonNegativeInteger, positiveNumber } from '../command.ts';
import { CourseError } from '../errors.ts';
import { loadImage, preprocess } from '../image/index.ts';
import { featureScale } from '../models/feature_scale.ts';
import type { LayeredModel, Model } from '../models/index.ts';
import { type StyleSet, styleSets } from '../style_transfer.ts';
import { DEFAULT_PICTURES, styleSetFor } from './defaults.ts';
import { sampleImage } from './examples.ts';

export interface StyleOptions {
  readonly set?: string;
  readonly contentLayer?: number;
  readonly contentWeight?: number;
  readonly styleLayers?: readonly number[];
  readonly styleWeights?: readonly number[];
  readonly tvWeight?: number;
  /** Shorter side of the painted picture, in pixels. */
  readonly size?: number;
}

/** The shorter side of the pictures that a network's features are measured on. */
const SIZE = 192;

const SET_NAMES = styleSets.map(({ name }) => name).join(', ');

const each =
  (parse: (text: string) => number) =>
  (text: string, before: readonly number[] = []): readonly number[] => [...before, parse(text)];

export function addStyleOptions(command: Command): Command {
  return command
    .option('--set <name>', `weights and sizes: ${SET_NAMES} (default: Swirls; Brush strokes for another network)`)
    .option('--content-layer <n>', "instead of the set's, which is for SqueezeNet", nonNegativeInteger)
    .option('--content-weight <weight>', "instead of the set's", positiveNumber)
    .option('--style-layers <n...>', "instead of the set's, e.g. 1 6 11 20 29 for VGG-19", each(nonNegativeInteger))
    .option('--style-weights <weights...>', "instead of the set's, one for each layer", each(positiveNumber))
    .option('--tv-weight <weight>', "instead of the set's", positiveNumber);
}

/** @throws CourseError if the set does not exist, or style weights and layers differ in number */
export function chooseStyle(options: StyleOptions, model: Pick<Model, 'classNames'>): StyleSet {
  const wanted = options.set ?? styleSetFor(model);
  const set = styleSets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (!set) throw new CourseError(`There is no style set "${wanted}". Choose one of ${SET_NAMES}.`);
  const style = {
    ...set,
    contentLayer: options.contentLayer ?? set.contentLayer,
    contentWeight: options.contentWeight ?? set.contentWeight,
    styleLayers: [...(options.styleLayers ?? set.styleLayers)],
    styleWeights: [...(options.styleWeights ?? set.styleWeights)],
    tvWeight: options.tvWeight ?? set.tvWeight,
  };
  if (style.styleLayers.length !== style.styleWeights.length) {
    throw new CourseError(
      `There are ${style.styleLayers.length} style layers and ${style.styleWeights.length} style weights. Give one weight for each layer (--style-layers, --style-weights).`,
    );
  }
  return style;
}

/** The set's weights for the size of this network's features and of the picture; those that were given as options stay. */
export async function fitToNetwork(style: StyleSet, options: StyleOptions, model: Model): Promise<StyleSet> {
  const pictures = await Promise.all(
    DEFAULT_PICTURES.map(async (name) => {
      const image = await loadImage(sampleImage(name), { size: SIZE });
      return preprocess(image);
    }),
  );
  const scale = featureScale(model, pictures);
  tf.dispose(pictures);
  console.error(
    `Style set ${style.name}, its weights for features ${scale.toFixed(2)} times as large as this network's.`,
  );
  return scaleWeights(style, options, scale);
}

/**
 * @param scale what features would be multiplied by: the content loss grows with its square, the style loss with the square of
 * that. And the losses of content and total variation are sums over the picture, while Gram matrices are means: in a larger
 * picture the same weights would give less style.
 */
export function scaleWeights(style: StyleSet, options: StyleOptions, scale: number): StyleSet {
  const area = (style.contentSize / (options.size ?? style.contentSize)) ** 2;
  return {
    ...style,
    contentWeight: options.contentWeight ?? style.contentWeight * scale ** 2 * area,
    tvWeight: options.tvWeight ?? style.tvWeight * area,
    styleWeights: options.styleWeights ? style.styleWeights : style.styleWeights.map((weight) => weight * scale ** 4),
  };
}

/** The set's own painting where the course brings it, else another of the course's. */
export function paintingOf({ styleImage }: StyleSet): string {
  const own = sampleImage(styleImage);
  return existsSync(own) ? own : sampleImage('painting_swirls.png');
}

/** @throws CourseError if the network has no such layer */
export function checkLayers(
  { contentLayer, styleLayers }: StyleSet,
  { layerCount }: Pick<LayeredModel, 'layerCount'>,
): void {
  const missing = [contentLayer, ...styleLayers].find((layer) => layer >= layerCount);
  if (missing !== undefined) {
    throw new CourseError(`The network has no layer ${missing}: its layers are numbered from 0 to ${layerCount - 1}.`);
  }
}
