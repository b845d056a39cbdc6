import type { NetworkModule } from '../module.ts';
import type { Operations } from '../operations.ts';
import {
  type ConvArrays,
  checkChannels,
  closed,
  finishBelow,
  type Gradient,
  type ImageShape,
  type LayerKernels,
  type Places,
  Weights,
} from './layer.ts';

/** A 3×3 convolution of stride 1 and padding 1, optionally followed by a ReLU. */
export class Convolution implements LayerKernels {
  constructor(
    private readonly module: NetworkModule,
    private readonly channels: { readonly inputs: number; readonly outputs: number },
    private readonly arrays: ConvArrays,
    readonly endsInRelu = false,
    private readonly weights = new Weights(module),
  ) {}

  get withRelu(): Convolution {
    return new Convolution(this.module, this.channels, this.arrays, true, this.weights);
  }

  outputShape(shape: ImageShape): ImageShape {
    checkChannels(shape, this.channels.inputs);
    return [shape[0], shape[1], this.channels.outputs];
  }

  innerSize(): number {
    return 0;
  }

  forward(operations: Operations, { shape: [height, width], x, y }: Places): void {
    const { weights, arrays } = this;
    const { inputs, outputs } = this.channels;
    operations.winograd(
      {
        in: x,
        inStride: inputs,
        height,
        width,
        K: inputs,
        N: outputs,
        filter: weights.winograd('filter', arrays.weight, inputs, outputs, false),
      },
      { out: y, outStride: outputs, bias: weights.plain('bias', arrays.bias), relu: this.endsInRelu },
    );
  }

  backward(operations: Operations, { shape: [height, width], x, y }: Places, gradient: Gradient): void {
    const { weights, arrays } = this;
    const { inputs, outputs } = this.channels;
    const count = height * width * outputs;
    const behindRelu = gradient.open ? operations.temporary(count) : 0;
    operations.winograd(
      {
        in: closed(operations, gradient, y, count, behindRelu),
        inStride: outputs,
        height,
        width,
        K: outputs,
        N: inputs,
        filter: weights.winograd('turned', arrays.weight, outputs, inputs, true),
      },
      { out: gradient.dx, outStride: inputs, ...finishBelow(gradient.below, x, inputs) },
    );
    if (gradient.open) operations.release(behindRelu);
  }

  dispose(): void {
    this.weights.dispose();
  }
}
