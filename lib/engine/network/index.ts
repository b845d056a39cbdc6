/**
 * SqueezeNet and VGG on our own kernels (c/) instead of TensorFlow.js's on the WASM engine: forward pass and the gradient at
 * the input. To TensorFlow.js a call is one operation, and its result an ordinary tensor.
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

/** Call after the WASM engine has started. */
export function startNetworks(): void {
  const module = new NetworkModule();
  started = { module, tensors: new NetworkTensors(module.arena) };
}

/** A network given by a table of layers. Its weights are copied and packed on first use. */
export class FastNetwork {
  private kernels: NetworkKernels | undefined;

  /** @param parameters under PyTorch's names and in its layouts, for the names in the table; must not change */
  constructor(
    private readonly specs: readonly LayerSpec[],
    private readonly parameters: Parameters,
  ) {}

  /** Whether it can be used now, that is, the WASM engine is active. */
  runs(): boolean {
    return started !== undefined && tf.getBackend() === 'wasm';
  }

  /** The output of each of the first `count` layers [N,h,w,c], each with its own gradient. X [N,H,W,C]. */
  features(X: tf.Tensor4D, count: number, rule: ReluRule): tf.Tensor4D[] {
    return this.build().features(X, count, rule);
  }

  /** The output of layers `first` and later for x [N,h,w,c]: [N,h',w',c'], or scores [N,classes] if those come last. */
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
