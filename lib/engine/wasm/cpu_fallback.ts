import * as tf from '@tensorflow/tfjs';

type Infos = tf.TensorInfo | tf.TensorInfo[];

/** Registers, for every kernel that the CPU backend has and WASM lacks, one that runs the CPU's on copies. */
export function installCpuFallback(): void {
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (tf.getKernel(kernelName, 'wasm') !== undefined) continue;
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: onCpu(kernelFunc) });
  }
}

/** The CPU kernel as a WASM kernel: inputs are copied to the CPU backend, outputs back, and nothing else is left there. */
export function onCpu(kernelFunc: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as WasmBackend;
    const cpu = cpuBackend();
    const copies: tf.TensorInfo[] = [];
    const copy = (info: tf.TensorInfo): tf.TensorInfo => {
      const copied = cpu.makeTensorInfo(info.shape, info.dtype, wasm.readSync(info.dataId));
      copies.push(copied);
      return copied;
    };
    // `inputs` is an object, or for einsum an array, whose optional entries may be null.
    const copiedInputs = (Array.isArray(inputs) ? [] : {}) as tf.NamedTensorInfoMap;
    try {
      for (const [name, info] of Object.entries(inputs)) copiedInputs[name] = info && copy(info);
      const outputs: Infos = kernelFunc({ inputs: copiedInputs, attrs: attrs ?? {}, backend: cpu });
      return Array.isArray(outputs) ? outputs.map(copyBack) : copyBack(outputs);
    } finally {
      for (const info of copies) cpu.disposeData(info.dataId);
    }

    function copyBack(info: tf.TensorInfo): tf.TensorInfo {
      const values = cpu.readSync(info.dataId);
      cpu.disposeData(info.dataId);
      return wasm.makeOutput(info.shape, info.dtype, null, values);
    }
  };
}

/** What we use of the WASM backend beyond the public interface (its class is exported, most of its methods are public). */
export interface WasmBackend extends tf.KernelBackend {
  readSync(dataId: object): tf.backend_util.BackendValues;
  makeOutput(
    shape: number[],
    dtype: tf.DataType,
    memoryOffset?: null,
    values?: tf.backend_util.BackendValues,
  ): tf.TensorInfo;
}

interface CpuBackend extends tf.KernelBackend {
  readSync(dataId: object): tf.backend_util.BackendValues;
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: tf.backend_util.BackendValues): tf.TensorInfo;
  firstUse: boolean;
}

function cpuBackend(): CpuBackend {
  const cpu = tf.findBackend('cpu') as CpuBackend;
  cpu.firstUse = false; // else its first tensor prints an advertisement for tfjs-node
  return cpu;
}
