/**
 * SqueezeNet and VGG on kernels of our own (c/), in place of TensorFlow.js's on the WASM engine: forward and the gradient at the
 * input. Everything else stays TensorFlow.js: a call is one of its operations, and its result an ordinary tensor.
 */
import * as tf from '@tensorflow/tfjs';
import { NetworkModule } from './module.ts';
import { NetworkKernels } from './network.ts';
import type { ReluRule } from './relu_rule.ts';
import type { LayerSpec, Parameters } from './table.ts';
import { NetworkTensors } from './tensors.ts';

export { DECONVOLUTION, GUIDED, ORDINARY, type ReluRule } from './relu_rule.ts';
export type { FeatureSpec } from './table.ts';

let started: { module: NetworkModule; tensors: NetworkTensors } | undefined;

/** To be called when the WASM engine has started. */
export function startNetworks(): void {
  const module = new NetworkModule();
  started = { module, tensors: new NetworkTensors(module.arena) };
}

/** A network whose layers are given by a table. Its weights are copied and packed when they are first used. */
export class FastNetwork {
  private kernels: NetworkKernels | undefined;

  /** @param parameters under PyTorch's names, laid out as there, for the names in the table; they must not change */
  constructor(
    private readonly specs: readonly LayerSpec[],
    private readonly parameters: Parameters,
  ) {}

  /** Whether it can be used now: on the WASM engine. */
  runs(): boolean {
    return started !== undefined && tf.getBackend() === 'wasm';
  }

  /** The output of each of the first `count` layers [N,h,w,c], each with its own gradient. X [N,H,W,C]. */
  features(X: tf.Tensor4D, count: number, rule: ReluRule): tf.Tensor4D[] {
    return this.build().features(X, count, rule);
  }

  /** What all layers from number `first` on make of x [N,h,w,c]: [N,h',w',c'], or scores [N,classes] if those come last. */
  tail(first: number, x: tf.Tensor4D, rule: ReluRule): tf.Tensor {
    return this.build().tail(first, x, rule);
  }

  /** Frees the packed weights. */
  dispose(): void {
    this.kernels?.dispose();
    this.kernels = undefined;
  }

  private build(): NetworkKernels {
    const { module, tensors } = started!;
    this.kernels ??= new NetworkKernels(module, tensors, this.specs, this.parameters);
    return this.kernels;
  }
}
