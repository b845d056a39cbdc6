/** Which layers style transfer compares, and their weights: one of the course's sets, modified by options. */
import type { Command } from 'commander';
import { nonNegativeInteger, positiveNumber } from '../command.ts';
import { CourseError } from '../errors.ts';
import type { LayeredModel } from '../models/index.ts';
import { type StyleSet, styleSets } from '../style_transfer.ts';

export interface StyleOptions {
  readonly set: string;
  readonly contentLayer?: number;
  readonly contentWeight?: number;
  readonly styleLayers?: readonly number[];
  readonly styleWeights?: readonly number[];
  readonly tvWeight?: number;
}

const SET_NAMES = styleSets.map(({ name }) => name).join(', ');

const each =
  (parse: (text: string) => number) =>
  (text: string, before: readonly number[] = []): readonly number[] => [...before, parse(text)];

export function addStyleOptions(command: Command): Command {
  return command
    .option('--set <name>', `weights and sizes: ${SET_NAMES}`, 'Starry Night')
    .option('--content-layer <n>', "instead of the set's, which is for SqueezeNet", nonNegativeInteger)
    .option('--content-weight <weight>', "instead of the set's", positiveNumber)
    .option('--style-layers <n...>', "instead of the set's, e.g. 1 6 11 20 29 for VGG-19", each(nonNegativeInteger))
    .option('--style-weights <weights...>', "instead of the set's, one for each layer", each(positiveNumber))
    .option('--tv-weight <weight>', "instead of the set's", positiveNumber);
}

/** @throws CourseError if the set does not exist, or style weights and layers differ in number */
export function chooseStyle(options: StyleOptions): StyleSet {
  const set = styleSets.find(({ name }) => name.toLowerCase() === options.set.toLowerCase());
  if (!set) throw new CourseError(`There is no style set "${options.set}". Choose one of ${SET_NAMES}.`);
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
