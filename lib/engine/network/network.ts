import type * as tf from '@tensorflow/tfjs';
import { LayerChain } from './chain.ts';
import type { LayerKernels } from './layers/layer.ts';
import type { NetworkModule } from './module.ts';
import type { ReluRule } from './relu_rule.ts';
import { type LayerSpec, layerKernels, type Parameters } from './table.ts';
import type { NetworkTensors } from './tensors.ts';

/** A network on the module's kernels. */
export class NetworkKernels {
  private readonly layers: readonly LayerKernels[];
  private readonly single: readonly LayerChain[];
  /** Chains from each layer to the end. */
  private readonly tails = new Map<number, LayerChain>();

  constructor(
    private readonly module: NetworkModule,
    private readonly tensors: NetworkTensors,
    specs: readonly LayerSpec[],
    parameters: Parameters,
  ) {
    this.layers = layerKernels(module, specs, parameters);
    this.single = this.layers.map((layer) => new LayerChain(module, tensors, [layer]));
  }

  /** The output of each of the first `count` layers [N,h,w,c], each with its own gradient. X [N,H,W,3], float32. */
  features(X: tf.Tensor4D, count: number, rule: ReluRule): tf.Tensor4D[] {
    let x = X;
    return this.single.slice(0, count).map((layer) => {
      x = layer.apply(x, rule) as tf.Tensor4D;
      return x;
    });
  }

  /** The output of layers `first` and later for x [N,h,w,c]: [N,h',w',c'], or scores [N,classes] if those come last. */
  tail(first: number, x: tf.Tensor4D, rule: ReluRule): tf.Tensor {
    if (first === this.layers.length) return x;
    const chain = this.tails.get(first) ?? new LayerChain(this.module, this.tensors, fused(this.layers.slice(first)));
    this.tails.set(first, chain);
    return chain.apply(x, rule);
  }

  /** Frees the packed weights. */
  dispose(): void {
    for (const layer of this.layers) layer.dispose();
  }
}

/** Fuses a convolution with the ReLU after it. */
function fused(layers: readonly LayerKernels[]): LayerKernels[] {
  return layers.flatMap((layer, i) => {
    if (layer.isRelu && layers[i - 1]?.withRelu !== undefined) return [];
    return [layers[i + 1]?.isRelu && layer.withRelu !== undefined ? layer.withRelu : layer];
  });
}
