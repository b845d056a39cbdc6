import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type BackendWasm, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { startNetworks } from '../network/index.ts';
import { installWasmKernels } from './kernels.ts';

const BINARY = 'tfjs-backend-wasm-simd.wasm';
let installed = false;

/**
 * Makes WASM (XNNPACK with SIMD, one thread) the backend, with its missing kernels and our faster ones.
 *
 * One thread, because the threaded build cannot start in Node (it makes its workers from a blob URL, which Node's Worker
 * refuses), and because one thread sums in the same order every time.
 *
 * @throws Error with a sentence if the binaries are not found or do not start
 */
export async function loadWasm({ wasmDir }: { wasmDir?: string }): Promise<void> {
  const dir = wasmDir ?? installedDir();
  if (!existsSync(join(dir, BINARY))) throw new Error(`there is no ${BINARY} in '${dir}'`);
  if (!installed) {
    setWasmPaths(join(dir, '/'));
    setThreadsCount(1);
  }
  if (!(await tf.setBackend('wasm'))) throw new Error('the WASM backend does not start (its warning says why)');
  if (!installed) {
    installWasmKernels(tf.backend() as BackendWasm);
    startNetworks();
    installed = true;
  }
}

function installedDir(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  } catch (cause) {
    throw new Error('the package @tensorflow/tfjs-backend-wasm is not installed, and no `wasmDir` was given', {
      cause,
    });
  }
}
