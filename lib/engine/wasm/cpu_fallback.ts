import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { cpuBackend } from '../cpu/backend.ts';
import { replaceKernel } from '../registry.ts';

type KernelCall = Parameters<tf.KernelFunc>[0];

type Condition = (call: KernelCall) => boolean;
const notFloat =
  (input: string): Condition =>
  ({ inputs }) =>
    inputs[input]?.dtype !== 'float32';
const notNhwc: Condition = ({ attrs }) => attrs?.dataFormat === 'NCHW';
/** XNNPACK sizes its outputs by rounding down; the rest of a larger output would be uninitialized memory. */
const roundsUp: Condition = ({ attrs }) => (attrs?.dimRoundingMode ?? 'floor') !== 'floor';

/**
 * Calls that WASM refuses or gets wrong although it has the kernel. They run on the CPU kernel, like those it lacks. Gather
 * mixes up batches and can read out of bounds; StridedSlice labels every result float32. Dilation2D starts its maximum at the
 * smallest positive number, so no result of it is ever negative.
 */
const CPU_BETTER: Record<string, Condition[]> = {
  GatherV2: [({ attrs }) => attrs?.batchDims !== 0],
  StridedSlice: [notFloat('x')],
  BatchMatMul: [notFloat('a'), notFloat('b')],
  MaxPool: [notFloat('x'), roundsUp],
  AvgPool: [notFloat('x'), roundsUp],
  Conv2D: [notNhwc, roundsUp],
  DepthwiseConv2dNative: [roundsUp],
  Dilation2D: [() => true],
};

/**
 * Gives WASM every kernel that the CPU backend has: those it lacks, the calls above, and complex numbers,
 * which it cannot store (they stay on the CPU backend).
 */
export function installCpuFallback(): void {
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    const cpuKernel = onCpu(kernelFunc);
    const stock = tf.getKernel(kernelName, 'wasm');
    if (stock === undefined) {
      tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: cpuKernel });
      continue;
    }
    const conditions = [hasComplexInput, ...(CPU_BETTER[kernelName] ?? [])];
    const choose: tf.KernelFunc = (call) =>
      conditions.some((holds) => holds(call)) ? cpuKernel(call) : stock.kernelFunc(call);
    replaceKernel({ ...stock, kernelFunc: choose });
  }
}

function hasComplexInput({ inputs }: KernelCall): boolean {
  for (const name in inputs) if (inputs[name]?.dtype === 'complex64') return true;
  return false;
}

/** The CPU kernel as a WASM kernel: inputs are copied to the CPU backend, outputs back, and nothing else stays there. */
function onCpu(kernelFunc: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as BackendWasm;
    const cpu = cpuBackend();
    const copies: tf.TensorInfo[] = [];
    const copy = (info: tf.TensorInfo): tf.TensorInfo => {
      if (info.dtype === 'complex64') return info; // already there
      const copied = cpu.makeTensorInfo(info.shape, info.dtype, wasm.readSync(info.dataId));
      copies.push(copied);
      return copied;
    };
    const copyBack = (info: tf.TensorInfo): tf.TensorInfo => {
      if (info.dtype === 'complex64') return tf.engine().makeTensorFromTensorInfo(info, cpu);
      const values = cpu.readSync(info.dataId);
      cpu.disposeData(info.dataId);
      return { dataId: wasm.write(values, info.shape, info.dtype), shape: info.shape, dtype: info.dtype };
    };
    // `inputs` is an object, or for einsum an array; optional ones may be null.
    const copiedInputs = (Array.isArray(inputs) ? [] : {}) as tf.NamedTensorInfoMap;
    try {
      for (const [name, info] of Object.entries(inputs)) copiedInputs[name] = info && copy(info);
      const outputs = kernelFunc({ inputs: copiedInputs, attrs: attrs ?? {}, backend: cpu });
      return Array.isArray(outputs) ? outputs.map(copyBack) : copyBack(outputs);
    } finally {
      for (const { dataId } of copies) cpu.disposeData(dataId);
    }
  };
}
