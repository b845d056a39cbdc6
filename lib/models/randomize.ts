/** Copies of a SqueezeNet's weights in which some layers have never been trained. */
import { CourseError } from '../errors.ts';
import type { ArrayData } from '../tensor/array.ts';
import { seededSqueezeNetArrays } from './seeded_squeezenet.ts';
import { squeezeNetShapes } from './squeezenet.ts';

type Arrays = Readonly<Record<string, ArrayData>>;

/** `features.3` for `features.3.squeeze.weight`. */
const layerOf = (parameter: string): string => parameter.split('.').slice(0, 2).join('.');

/** The layers that have weights, from the classifier down to the first convolution. */
export function trainedLayers(): string[] {
  return [...new Set(Object.keys(squeezeNetShapes(1)).map(layerOf))].reverse();
}

/**
 * The same weights, but those of `layers` drawn at random, as in {@link seededSqueezeNetArrays}. A layer gets the same random weights
 * whatever other layers do.
 *
 * @param arrays a SqueezeNet's parameters
 * @param layers some of {@link trainedLayers}
 * @throws CourseError if the parameters are not a SqueezeNet's
 */
export function withRandomLayers(arrays: Arrays, layers: readonly string[], seed: string | number): Arrays {
  const numClasses = arrays['classifier.1.weight']?.shape[0];
  if (numClasses === undefined || !Object.hasOwn(arrays, 'features.3.squeeze.weight')) {
    throw new CourseError('Layers can be randomized in SqueezeNet 1.1 only. Give its weights, or none.');
  }
  const random = seededSqueezeNetArrays({ seed, numClasses });
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [name, layers.includes(layerOf(name)) ? random[name]! : array]),
  );
}
