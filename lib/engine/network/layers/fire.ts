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

export interface FireArrays {
  readonly squeeze: ConvArrays;
  readonly expand1x1: ConvArrays;
  readonly expand3x3: ConvArrays;
}

/** Squeezes to few channels, then expands by 1×1 and 3×3 filters side by side; a ReLU after each (arXiv:1602.07360, section 3.2). */
export class Fire implements LayerKernels {
  readonly endsInRelu = true;
  private readonly weights: Weights;

  constructor(
    module: NetworkModule,
    private readonly channels: { readonly inputs: number; readonly squeezed: number; readonly expanded: number },
    private readonly arrays: FireArrays,
  ) {
    this.weights = new Weights(module);
  }

  outputShape(shape: ImageShape): ImageShape {
    checkChannels(shape, this.channels.inputs);
    return [shape[0], shape[1], 2 * this.channels.expanded];
  }

  /** The squeeze layer's output. */
  innerSize([height, width]: ImageShape): number {
    return height * width * this.channels.squeezed;
  }

  forward(operations: Operations, { shape: [height, width], x, y, inner }: Places): void {
    const { weights } = this;
    const { inputs, squeezed, expanded } = this.channels;
    const { squeeze, expand1x1, expand3x3 } = this.arrays;
    const M = height * width;
    operations.product(
      {
        in: x,
        inStride: inputs,
        M,
        K: inputs,
        N: squeezed,
        b: weights.matrix('squeeze', squeeze.weight, inputs, squeezed, 1, inputs),
      },
      { out: inner, outStride: squeezed, bias: weights.plain('squeezeBias', squeeze.bias), relu: true },
    );
    operations.product(
      {
        in: inner,
        inStride: squeezed,
        M,
        K: squeezed,
        N: expanded,
        b: weights.matrix('expand1x1', expand1x1.weight, squeezed, expanded, 1, squeezed),
      },
      { out: y, outStride: 2 * expanded, bias: weights.plain('bias1x1', expand1x1.bias), relu: true },
    );
    operations.winograd(
      {
        in: inner,
        inStride: squeezed,
        height,
        width,
        K: squeezed,
        N: expanded,
        filter: weights.winograd('expand3x3', expand3x3.weight, squeezed, expanded, false),
      },
      { out: y + 4 * expanded, outStride: 2 * expanded, bias: weights.plain('bias3x3', expand3x3.bias), relu: true },
    );
  }

  backward(operations: Operations, { shape: [height, width], x, y, inner }: Places, gradient: Gradient): void {
    const { weights } = this;
    const { inputs, squeezed, expanded } = this.channels;
    const { squeeze, expand1x1, expand3x3 } = this.arrays;
    const M = height * width;
    const behindRelu = gradient.open ? operations.temporary(M * 2 * expanded) : 0;
    const dy = closed(operations, gradient, y, M * 2 * expanded, behindRelu);
    const dSqueezed = operations.temporary(M * squeezed);
    operations.product(
      {
        in: dy,
        inStride: 2 * expanded,
        M,
        K: expanded,
        N: squeezed,
        b: weights.matrix('expand1x1Turned', expand1x1.weight, expanded, squeezed, squeezed, 1),
      },
      { out: dSqueezed, outStride: squeezed },
    );
    operations.winograd(
      {
        in: dy + 4 * expanded,
        inStride: 2 * expanded,
        height,
        width,
        K: expanded,
        N: squeezed,
        filter: weights.winograd('expand3x3Turned', expand3x3.weight, expanded, squeezed, true),
      },
      {
        out: dSqueezed,
        outStride: squeezed,
        add: dSqueezed,
        addStride: squeezed,
        ...finishBelow(gradient.rule, inner, squeezed),
      },
    );
    operations.product(
      {
        in: dSqueezed,
        inStride: squeezed,
        M,
        K: squeezed,
        N: inputs,
        b: weights.matrix('squeezeTurned', squeeze.weight, squeezed, inputs, inputs, 1),
      },
      { out: gradient.dx, outStride: inputs, ...finishBelow(gradient.below, x, inputs) },
    );
    operations.release(dSqueezed);
    if (gradient.open) operations.release(behindRelu);
  }

  dispose(): void {
    this.weights.dispose();
  }
}
