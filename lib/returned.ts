/** What students' functions return, before anything is made of it: a wrong answer gets a sentence, not a stack. */
import * as tf from '@tensorflow/tfjs';
import { StudentError } from './errors.ts';

/**
 * @param functionName e.g. `FoolingImage.makeFoolingImage`
 * @returns the same
 * @throws StudentError unless it is a tensor of that shape, all of it finite numbers
 */
export function expectImage(functionName: string, value: tf.Tensor4D, shape: readonly number[]): tf.Tensor4D {
  const problem = problemOf(value, shape);
  if (problem) throw new StudentError(`${functionName} returned ${problem}. \`npm test\` says more.`);
  return value;
}

/** @throws StudentError unless it is a finite number */
export function expectLoss(functionName: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new StudentError(
    `${functionName} returned ${nameOf(value)} where the loss should be, a finite number. \`npm test\` says more.`,
  );
}

/** @returns what is wrong with an answer; undefined if it can be drawn */
export function problemOf(value: unknown, shape: readonly (number | string)[]): string | undefined {
  if (!(value instanceof tf.Tensor)) return `${nameOf(value)}, expected a tensor [${shape}]`;
  const fits =
    value.rank === shape.length && shape.every((size, i) => size === value.shape[i] || typeof size === 'string');
  if (!fits) return `a tensor [${value.shape}], expected [${shape}]`;
  const data = value.dataSync();
  return data.every(Number.isFinite) ? undefined : `a tensor with ${data.find((x) => !Number.isFinite(x))} in it`;
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value instanceof Promise) return 'a Promise';
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? 'an array' : `a ${value instanceof tf.Tensor ? 'tensor' : typeof value}`;
}
