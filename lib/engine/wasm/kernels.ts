import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { installBatchMatMul } from './batch_mat_mul.ts';
import { installConv2dBackpropFilter } from './conv2d_backprop_filter.ts';
import { installConv2dBackpropInput } from './conv2d_backprop_input.ts';
import { installCpuFallback } from './cpu_fallback.ts';
import { installIdentity } from './identity.ts';
import { installMaxPoolGrad } from './max_pool_grad.ts';
import { installMovedInputs } from './moved_inputs.ts';
import { installPackedMatrixGuard } from './packed_matrix.ts';
import { installSlice } from './slice.ts';
import { installSplit } from './split.ts';

/**
 * Fills the gaps of the WASM backend and registers our kernels. Call once, after the backend has started. The order matters:
 * each builds on the kernels registered before it.
 */
export function installWasmKernels(wasm: BackendWasm): void {
  installIdentity();
  installPackedMatrixGuard();
  installBatchMatMul();
  installSlice();
  installSplit();
  installMaxPoolGrad(wasm);
  installConv2dBackpropInput(wasm);
  installCpuFallback();
  installConv2dBackpropFilter(wasm);
  installMovedInputs(wasm);
}
