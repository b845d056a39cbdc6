/** Runs one check on a module's exports, in this process: arrays in; arrays, or a failure with its reason, out. */
import * as tf from '@tensorflow/tfjs';
import { NotImplementedError } from '#lib/errors.ts';
import { type ArrayData, fromTensor, isArrayData, toTensor } from '#lib/tensor/array.ts';
import type { Answers, Check, CheckContext, Exports, Inputs, InputValue, Loaded } from './check.ts';
import { type Described, describeError } from './location.ts';

export type RunOutcome =
  | { readonly kind: 'answered'; readonly answers: Answers }
  | { readonly kind: 'notImplemented'; readonly message: string }
  /** The code threw, or returned something that is not a tensor of numbers. */
  | ({ readonly kind: 'threw' } & Described);

export async function runCheck(
  check: Check,
  exports: Exports,
  inputs: Inputs,
  context: CheckContext,
): Promise<RunOutcome> {
  // A manual scope instead of tf.tidy: an answer may be a promise, and the scope must end after it.
  tf.engine().startScope(check.id);
  try {
    const returned = await check.answer(exports, loadInputs(inputs) as Loaded<Inputs>, context);
    const answers: Record<string, ArrayData> = {};
    for (const [name, value] of Object.entries(returned)) answers[name] = readAnswer(name, value);
    return { kind: 'answered', answers };
  } catch (error) {
    return describeFailure(error, context.sources);
  } finally {
    tf.engine().endScope();
  }
}

/** Every array becomes a tensor of the current scope. */
export function loadInputs(inputs: Inputs): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, loadValue(value)]));
}

function loadValue(value: InputValue): unknown {
  if (isArrayData(value)) return toTensor(value);
  return Array.isArray(value) ? value.map(loadValue) : value;
}

function readAnswer(name: string, value: unknown): ArrayData {
  if (value instanceof Promise)
    throw new TypeError(`Expected a tensor for ${name}, got a Promise: remove "async" and "await".`);
  if (value instanceof tf.Tensor) return fromTensor(value);
  const question = value === undefined || value === null ? ' Did you forget "return"?' : '';
  throw new TypeError(`Expected a tensor for ${name}, got ${describe(value)}.${question}`);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/** The common outcome of all checks of a module that cannot be loaded. */
export function describeLoadFailure(module: string, error: unknown): RunOutcome {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const message = error instanceof Error ? error.message : String(error);
  const missing = code === 'ERR_MODULE_NOT_FOUND' && message.includes(module);
  return { kind: 'threw', message: missing ? `${module} is missing.` : `${module} cannot be loaded. ${message}` };
}

function describeFailure(error: unknown, sources: string | undefined): RunOutcome {
  if (error instanceof NotImplementedError) return { kind: 'notImplemented', message: error.message };
  return { kind: 'threw', ...describeError(error, sources) };
}
