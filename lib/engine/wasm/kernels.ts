import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { installConv2dBackpropFilter } from './conv2d_backprop_filter.ts';
import { installConv2dBackpropInput } from './conv2d_backprop_input.ts';
import { installCpuFallback } from './cpu_fallback.ts';
import { installIdentity } from './identity.ts';
import { installMaxPoolGrad } from './max_pool_grad.ts';
import { installSplit } from './split.ts';

/** Fills the gaps of the WASM backend and registers our kernels. To be called once for a backend, after it has started. */
export function installWasmKernels(wasm: BackendWasm): void {
  installIdentity();
  installMaxPoolGrad(wasm);
  installSplit();
  // Ours below build on stock kernels, so these come first in the registry.
  installConv2dBackpropInput(wasm);
  installCpuFallback();
  installConv2dBackpropFilter(wasm);
}
