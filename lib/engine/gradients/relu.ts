import * as tf from '@tensorflow/tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, runKernel } from '../registry.ts';

/** A kernel of our own: {dy, y} → dy where y > 0, else 0, with y = relu(x). One pass instead of Step, Cast and Multiply. */
const RELU_GRAD = 'ReluGrad';

const reluGradient: tf.GradConfig = {
  kernelName: 'Relu',
  // y > 0 exactly where x > 0, and the next layer keeps y anyway, so x can be freed.
  outputsToSave: [true],
  gradFunc: (dy, saved) => ({ x: () => runKernel(RELU_GRAD, { dy: dy as tf.Tensor, y: saved[0]! }) }),
};

const reluGradGradient: tf.GradConfig = {
  kernelName: RELU_GRAD,
  inputsToSave: ['y'],
  gradFunc: (ddy, saved) => ({
    dy: () => runKernel(RELU_GRAD, { dy: ddy as tf.Tensor, y: saved[0]! }),
    y: () => tf.zeros(saved[0]!.shape),
  }),
};

export const RELU_GRADIENTS: tf.GradConfig[] = [reluGradient, reluGradGradient];

/** Registers ReluGrad for each engine: pure JavaScript, WASM (on its heap, without copies), TensorFlow (its own ReluGrad). */
export function installReluGrad(): void {
  replaceKernel({
    kernelName: RELU_GRAD,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as ReluGradInputs;
      const cpu = backend as MathBackendCPU;
      const dx = new Float32Array(tf.util.sizeFromShape(y.shape));
      const read = (info: tf.TensorInfo) => bitsOf(cpu.readSync(info.dataId) as Float32Array);
      writeReluGrad(bitsOf(dx), read(dy), read(y));
      return cpu.makeTensorInfo(y.shape, 'float32', dx);
    },
  });
  replaceKernel({
    kernelName: RELU_GRAD,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as ReluGradInputs;
      const wasm = backend as BackendWasm;
      const dx = wasm.makeOutput(y.shape, 'float32'); // before the views: growing memory detaches them
      const view = (info: tf.TensorInfo) => bitsOf(wasm.typedArrayFromHeap(info) as Float32Array);
      writeReluGrad(view(dx), view(dy), view(y));
      return dx;
    },
  });
  replaceKernel({
    kernelName: RELU_GRAD,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as ReluGradInputs;
      const tensorflow = backend as TensorflowBackend;
      const { TF_ATTR_TYPE, TF_FLOAT } = tensorflow.binding;
      const type = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
      return tensorflow.executeSingleOutput(RELU_GRAD, [type], [dy, y]);
    },
  });
}

interface ReluGradInputs extends tf.NamedTensorInfoMap {
  dy: tf.TensorInfo;
  y: tf.TensorInfo;
}

/**
 * dx = y > 0 ? dy : 0, on the bits of the numbers: the sign of y is random, so a branch would be mispredicted half the time and
 * cost five times as much. The bits of a float, read as an integer, are positive exactly where the float is.
 */
function writeReluGrad(dx: Int32Array, dy: Int32Array, y: Int32Array): void {
  for (let i = 0; i < dx.length; i++) {
    const bits = y[i]!;
    const allOnesIfPositive = (~bits & -bits) >> 31;
    dx[i] = dy[i]! & allOnesIfPositive;
  }
}

/** The same memory as 32-bit integers. */
function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** The part of tfjs-node's backend we need; its types are missing if it is not installed. */
interface TensorflowBackend extends tf.KernelBackend {
  binding: { TF_ATTR_TYPE: number; TF_FLOAT: number };
  executeSingleOutput(op: string, attributes: object[], inputs: tf.TensorInfo[]): tf.Tensor;
}
