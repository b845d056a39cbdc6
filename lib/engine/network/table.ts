import type { ArrayData } from '../../tensor/array.ts';
import { Convolution } from './layers/convolution.ts';
import { Fire } from './layers/fire.ts';
import { FirstConvolution } from './layers/first_convolution.ts';
import type { ConvArrays, LayerKernels } from './layers/layer.ts';
import { Pool } from './layers/pool.ts';
import { Relu } from './layers/relu.ts';
import { ScoreHead } from './layers/score_head.ts';
import type { NetworkModule } from './module.ts';

/** A layer in a network's table; `name` is its parameters' name, as in PyTorch's `state_dict`. */
export type FeatureSpec =
  | {
      readonly kind: 'convolution';
      readonly name: string;
      readonly inputs: number;
      readonly outputs: number;
      /** Side of the square filter, in pixels. */
      readonly size: 3;
      readonly stride: 1 | 2;
      readonly pad: 0 | 1;
    }
  | { readonly kind: 'relu' }
  | { readonly kind: 'pool'; readonly size: number; readonly stride: number; readonly ceilMode: boolean }
  | {
      readonly kind: 'fire';
      readonly name: string;
      readonly inputs: number;
      readonly squeezed: number;
      readonly expanded: number;
    };

/** A layer, or, at the end, SqueezeNet's classifier. */
export type LayerSpec =
  | FeatureSpec
  | { readonly kind: 'scores'; readonly name: string; readonly inputs: number; readonly classes: number };

/** Parameters under PyTorch's names and in its layouts. */
export type Parameters = Readonly<Record<string, ArrayData>>;

/** The kernels of each layer. */
export function layerKernels(
  module: NetworkModule,
  specs: readonly LayerSpec[],
  parameters: Parameters,
): LayerKernels[] {
  const arrays = (name: string): ConvArrays => ({
    weight: parameters[`${name}.weight`]!.data as Float32Array,
    bias: parameters[`${name}.bias`]!.data as Float32Array,
  });
  const kernelsOf = (spec: LayerSpec): LayerKernels => {
    switch (spec.kind) {
      case 'convolution':
        return spec.inputs % 4 === 0 && spec.stride === 1
          ? new Convolution(module, spec, arrays(spec.name))
          : new FirstConvolution(module, spec, arrays(spec.name));
      case 'relu':
        return new Relu();
      case 'pool':
        return new Pool(spec.size, spec.stride, spec.ceilMode);
      case 'fire':
        return new Fire(module, spec, {
          squeeze: arrays(`${spec.name}.squeeze`),
          expand1x1: arrays(`${spec.name}.expand1x1`),
          expand3x3: arrays(`${spec.name}.expand3x3`),
        });
      case 'scores':
        return new ScoreHead(module, spec, arrays(spec.name));
    }
  };
  for (const spec of specs) checkChannels(spec);
  return specs.map(kernelsOf);
}

/** @throws RangeError if the kernels, which process 8 channels at once, cannot run the layer */
function checkChannels(spec: LayerSpec): void {
  const made =
    spec.kind === 'convolution' ? [spec.outputs] : spec.kind === 'fire' ? [spec.squeezed, spec.expanded] : [];
  if (made.some((channels) => channels % 8 !== 0))
    throw new RangeError(`A layer must output a multiple of 8 channels, but ${JSON.stringify(spec)} does not.`);
}
