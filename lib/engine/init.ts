import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { CourseError } from '../errors.ts';
import { serialQueue } from '../serial_queue.ts';
import { cpuBackend } from './cpu/backend.ts';
import { patchCpuKernels } from './cpu/patched_kernels.ts';
import { installEinsum } from './einsum.ts';
import { installGradients } from './gradients/index.ts';
import { ENGINE_NAMES, type EngineChoice, type EngineName } from './names.ts';
import { loadTensorflow } from './tensorflow.ts';
import { loadWasm } from './wasm/backend.ts';

export interface EngineOptions {
  /** Which engine to take. `auto` (the default) means `A3_ENGINE`, else the first that loads. */
  engine?: EngineChoice;
  /** Print nothing. */
  quiet?: boolean;
  /** Folder of the `tfjs-backend-wasm*.wasm` files; by default the installed package's. Required in a bundle. */
  wasmDir?: string;
}

export interface EngineInfo {
  engine: EngineName;
  /** Why this one was chosen: a sentence without a full stop. */
  reason: string;
  /** TensorFlow.js's version. */
  version: string;
  /** Threads the kernels may use. */
  threads: number;
}

/** Loads an engine and makes it TensorFlow.js's backend; rejects with the reason if it cannot. */
type Loader = (options: EngineOptions) => Promise<void>;

const LOADERS: Record<EngineName, Loader> = {
  tensorflow: loadTensorflow,
  wasm: loadWasm,
  cpu: async () => {
    cpuBackend();
    await tf.setBackend('cpu');
  },
};

const HELP: Record<EngineName, string> = {
  tensorflow: 'install it with `npm install @tensorflow/tfjs-node`, or choose the engine wasm or cpu',
  wasm: 'run `npm ci`, give `wasmDir` the folder of the .wasm files, or choose the engine cpu',
  cpu: 'run `npm ci`',
};

let current: EngineInfo | undefined;
/** Calls run one after the other, so that concurrent calls cannot load two engines. */
const runExclusively = serialQueue();

/**
 * Chooses and loads the engine, fills its gaps and makes it TensorFlow.js's backend.
 *
 * Order: the option, else the environment's `A3_ENGINE`, else the first that loads of tfjs-node (`tensorflow`), WASM (`wasm`)
 * and pure JavaScript (`cpu`). A forced engine is never replaced by another. Never uses the network connection. The choice and
 * its reason are printed once, on stderr.
 *
 * A later call without a choice, or for the running engine, returns the same object; one that names another engine switches to
 * it, and existing tensors move when they are next used.
 *
 * @throws CourseError if the engine's name is unknown, or a forced engine does not load.
 */
export function initEngine(options: EngineOptions = {}): Promise<EngineInfo> {
  return runExclusively(() => init(options));
}

async function init(options: EngineOptions): Promise<EngineInfo> {
  const { choice, source } = readChoice(options.engine);
  if (current !== undefined && (choice === 'auto' || choice === current.engine)) return current;
  installGradients();
  patchCpuKernels();
  installEinsum();
  const { engine, reason } = choice === 'auto' ? await firstThatLoads(options) : await forced(choice, source, options);
  current = {
    engine,
    reason,
    version: tf.version_core,
    // TensorFlow uses a thread per core; wasm/backend.ts explains why WASM has one.
    threads: engine === 'tensorflow' ? availableParallelism() : 1,
  };
  if (!options.quiet) process.stderr.write(`${describe(current)}\n`);
  return current;
}

function readChoice(option: EngineChoice | undefined): { choice: EngineChoice; source: string } {
  const fromOption = option !== undefined && option !== 'auto';
  const choice = fromOption ? option : process.env.A3_ENGINE || 'auto';
  const source = fromOption ? 'the option `engine`' : 'A3_ENGINE';
  if (choice !== 'auto' && !isEngineName(choice)) {
    throw new CourseError(`Unknown engine '${choice}' in ${source}: expected one of auto, ${ENGINE_NAMES.join(', ')}.`);
  }
  return { choice, source };
}

function isEngineName(name: string): name is EngineName {
  return (ENGINE_NAMES as readonly string[]).includes(name);
}

async function forced(engine: EngineName, source: string, options: EngineOptions) {
  try {
    await LOADERS[engine](options);
  } catch (cause) {
    const message = `The engine '${engine}', asked for by ${source}, cannot be used: ${messageOf(cause)}. To fix this: ${HELP[engine]}.`;
    throw new CourseError(message, { cause });
  }
  return { engine, reason: `asked for by ${source}` };
}

async function firstThatLoads(options: EngineOptions) {
  const failures: string[] = [];
  for (const engine of ENGINE_NAMES) {
    try {
      await LOADERS[engine](options);
      return { engine, reason: failures.length === 0 ? 'the fastest, and it loads' : failures.join('; ') };
    } catch (cause) {
      failures.push(`no ${engine}: ${messageOf(cause)}`);
    }
  }
  throw new CourseError(`No TensorFlow.js engine can be used (${failures.join('; ')}). To fix this: run \`npm ci\`.`);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function describe(info: EngineInfo): string {
  const threads = `${info.threads} thread${info.threads === 1 ? '' : 's'}`;
  return `Engine: ${info.engine} (TensorFlow.js ${info.version}, ${threads}); ${info.reason}.`;
}
