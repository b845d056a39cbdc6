import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';

/**
 * Makes tfjs-node (TensorFlow's C library) the backend.
 *
 * @throws Error with a sentence if the package is not installed or its native library does not load
 */
export async function loadTensorflow(): Promise<void> {
  // TensorFlow logs its build flags in every process; warnings (2) and errors stay.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  // Not a literal: the package is optional, so neither the type checker nor a bundler may require it.
  const name: string = '@tensorflow/tfjs-node';
  restoreIsNullOrUndefined();
  try {
    await import(name);
  } catch (cause) {
    throw new Error(loadFailureReason(cause), { cause });
  }
  if (!(await tf.setBackend('tensorflow'))) throw new Error('tfjs-node loads, but its backend does not start');
  try {
    tf.tidy(() =>
      tf
        .grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2]))
        .dataSync(),
    );
  } catch (cause) {
    throw new Error(`tfjs-node loads, but does not compute (${firstLine(cause)})`, { cause });
  }
}

function loadFailureReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
  if (missing && cause.message.includes('tfjs-node')) return 'tfjs-node is not installed';
  return `tfjs-node does not load (${firstLine(cause)})`;
}

function firstLine(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause)
    .trim()
    .split('\n')[0]!;
}

/** tfjs-node calls it, and Node 23 removed it. */
function restoreIsNullOrUndefined(): void {
  const util: { isNullOrUndefined?: (value: unknown) => boolean } = createRequire(import.meta.url)('node:util');
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
