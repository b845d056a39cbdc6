/** Checks what a student's machine needs; each finding says how to fix it. */
import { freemem, totalmem } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { chalk } from '#lib/color.ts';
import { initEngine } from '#lib/engine/index.ts';
import { loadModel } from '#lib/models/index.ts';

export interface Diagnosis {
  readonly state: 'good' | 'note' | 'bad';
  readonly what: string;
  /** What to do about it, if anything. */
  readonly fix?: string;
}

const MIN_MEMORY_BYTES = 2 ** 30;

/** Node, engine, memory, weights; in sequence, since each builds on the previous one. */
export async function* examineMachine(): AsyncGenerator<Diagnosis> {
  yield examineNode(process.versions.node);
  yield examineMemory(freemem(), totalmem());
  const engine = await attempt(() => initEngine({ quiet: true }));
  if (engine instanceof Error) {
    yield {
      state: 'bad',
      what: `No engine: ${engine.message}`,
      fix: 'Run `npm ci` (in the handout: `npm install`) again.',
    };
    return;
  }
  yield {
    state: engine.engine === 'cpu' ? 'note' : 'good',
    what: `Engine ${engine.engine}, TensorFlow.js ${engine.version} (${engine.reason})`,
    ...(engine.engine === 'cpu' && { fix: 'It is slow. Unset A3_ENGINE, or install again, to get WASM.' }),
  };
  const loaded = await attempt(() => loadModel());
  if (loaded instanceof Error) {
    yield { state: 'bad', what: loaded.message, fix: 'Unset A3_WEIGHTS, or give it a file that can be read.' };
    return;
  }
  yield { state: 'good', what: `Network: ${loaded.description}` };
  yield timeGradient(loaded.model);
}

function examineNode(version: string): Diagnosis {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const good = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return good
    ? { state: 'good', what: `Node ${version}` }
    : {
        state: 'bad',
        what: `Node ${version}`,
        fix: 'Install Node 22 LTS (20.19 or later works too) from nodejs.org.',
      };
}

function examineMemory(freeBytes: number, totalBytes: number): Diagnosis {
  const what = `${gigabytes(freeBytes)} of ${gigabytes(totalBytes)} of memory are free`;
  return freeBytes >= MIN_MEMORY_BYTES
    ? { state: 'good', what }
    : {
        state: 'note',
        what,
        fix: 'Style transfer needs about 1 GB: close other programs, or use smaller pictures (--size).',
      };
}

function timeGradient(model: Awaited<ReturnType<typeof loadModel>>['model']): Diagnosis {
  const startMs = performance.now();
  tf.tidy(() =>
    tf
      .grad((X: tf.Tensor) => model.scores(X as tf.Tensor4D).sum())(tf.zeros([1, 112, 112, 3]))
      .dataSync(),
  );
  const seconds = (performance.now() - startMs) / 1000;
  return { state: 'good', what: `One forward and backward pass at 112×112 takes ${seconds.toFixed(2)} s here` };
}

/** @returns whether there is no problem */
export async function printDiagnoses(diagnoses: AsyncIterable<Diagnosis>): Promise<boolean> {
  const signs = { good: chalk.green('✓'), note: chalk.yellow('!'), bad: chalk.red('✗') };
  let healthy = true;
  for await (const { state, what, fix } of diagnoses) {
    console.log(`${signs[state]} ${what}${fix ? `\n    ${fix}` : ''}`);
    healthy &&= state !== 'bad';
  }
  return healthy;
}

async function attempt<T>(f: () => Promise<T>): Promise<T | Error> {
  try {
    return await f();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
