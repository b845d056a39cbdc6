/** The class names of a network. */
import { IMAGENET_CLASSES } from '@tensorflow-models/mobilenet/dist/imagenet_classes.js';
import { z } from 'zod';
import { CourseError } from '../errors.ts';

const namesSchema = z.array(z.string());

/** The 1000 classes of ILSVRC-2012 by index, each with its synonyms, e.g. 281: "tabby, tabby cat". */
export function imagenetClassNames(): string[] {
  return Array.from({ length: 1000 }, (_, i) => IMAGENET_CLASSES[i] as string);
}

/**
 * The names in a weights file (metadata `classNames`: a JSON list), else ImageNet's for 1000 classes, else each class's number.
 */
export function classNamesFor(
  numClasses: number,
  metadata: Readonly<Record<string, string>>,
  source: string,
): string[] {
  if (metadata.classNames !== undefined) return parseNames(metadata.classNames, numClasses, source);
  return defaultClassNames(numClasses);
}

/** ImageNet's names for 1000 classes, else each class's number. */
export function defaultClassNames(numClasses: number): string[] {
  return numClasses === 1000 ? imagenetClassNames() : Array.from({ length: numClasses }, (_, i) => String(i));
}

/** A class's name without its synonyms, for a title: "tabby, tabby cat" → "tabby". */
export function shortClassName(name: string): string {
  return name.split(',')[0] as string;
}

function parseNames(json: string, numClasses: number, source: string): string[] {
  let names: unknown;
  try {
    names = JSON.parse(json);
  } catch (error) {
    throw new CourseError(`${source}: the metadata "classNames" is not JSON. Write it as a JSON list of names.`, {
      cause: error,
    });
  }
  const parsed = namesSchema.safeParse(names);
  if (!parsed.success || parsed.data.length !== numClasses) {
    throw new CourseError(
      `${source}: the metadata "classNames" must be a JSON list of ${numClasses} names, one for each class; it is ${parsed.success ? `a list of ${parsed.data.length}` : 'something else'}.`,
    );
  }
  return parsed.data;
}
