/** What the entry scripts show unless they are asked for something else. The sample figures are made with the same. */
import type { Model } from '../models/index.ts';
import type { Random } from '../random.ts';

/** Sample pictures that the embedded network is sure of. */
export const DEFAULT_PICTURES: readonly string[] = ['cat.png', 'fish.png', 'sailboat.png'];

/** Classes whose images can be recognized: of the embedded network, and of those trained on ImageNet. */
const CLASSES_TO_DRAW = [
  ['fish', 'butterfly'],
  ['tarantula', 'flamingo'],
] as const;

/** A class for which the default pictures can be mistaken. */
const TARGET = 'star';

/** The classes to visualize: well-known ones where the network has them, else two random ones. */
export function classesToDraw({ classNames, numClasses }: Model, random: Random): readonly number[] {
  const known = CLASSES_TO_DRAW.map((names) => names.map((name) => indexOf(classNames, name)));
  return known.find((classes) => !classes.includes(-1)) ?? [random.int(numClasses), random.int(numClasses)];
}

/** The class that a picture shall be mistaken for: one far from its own. */
export function targetFor({ classNames, numClasses }: Model, classIndex: number): number {
  const target = indexOf(classNames, TARGET);
  return target >= 0 && target !== classIndex ? target : (classIndex + Math.floor(numClasses / 2)) % numClasses;
}

/** The style set whose weights suit the network: drawings' features, or those of a network that knows photographs. */
export const styleSetFor = ({ classNames }: Pick<Model, 'classNames'>): string =>
  indexOf(classNames, TARGET) >= 0 ? 'Swirls' : 'Brush strokes';

const indexOf = (classNames: readonly string[], wanted: string): number =>
  classNames.findIndex((names) => names.split(', ').includes(wanted));
