import type { NetworkModule } from '../module.ts';
import type { Operations } from '../operations.ts';
import {
  type ConvArrays,
  checkChannels,
  closed,
  type Gradient,
  type ImageShape,
  type LayerKernels,
  type Places,
  roundUp,
  Weights,
} from './layer.ts';

interface Spec {
  readonly inputs: number;
  readonly outputs: number;
  readonly size: number;
  readonly stride: number;
  readonly pad: number;
}

/** A network's first convolution, of few channels: the product of its windows (im2col) and the filter. */
export class FirstConvolution implements LayerKernels {
  /** Numbers per window. */
  private readonly windowSize: number;

  constructor(
    private readonly module: NetworkModule,
    private readonly spec: Spec,
    private readonly arrays: ConvArrays,
    readonly endsInRelu = false,
    private readonly weights = new Weights(module),
  ) {
    this.windowSize = spec.size ** 2 * spec.inputs;
  }

  get withRelu(): FirstConvolution {
    return new FirstConvolution(this.module, this.spec, this.arrays, true, this.weights);
  }

  outputShape(shape: ImageShape): ImageShape {
    const { inputs, outputs, size, stride, pad } = this.spec;
    checkChannels(shape, inputs);
    const windows = (length: number) => Math.floor((length + 2 * pad - size) / stride) + 1;
    return [windows(shape[0]), windows(shape[1]), outputs];
  }

  innerSize(): number {
    return 0;
  }

  forward(operations: Operations, places: Places): void {
    const { weights, windowSize } = this;
    const { outputs } = this.spec;
    const [outHeight, outWidth] = this.outputShape(places.shape);
    const M = outHeight * outWidth;
    const rows = operations.temporary(M * windowSize);
    operations.gatherWindows(this.windows(places.shape, places.x, rows, windowSize));
    operations.product(
      {
        in: rows,
        inStride: windowSize,
        M,
        K: windowSize,
        N: outputs,
        b: weights.matrix('filter', this.filter(), windowSize, outputs, 1, windowSize),
      },
      { out: places.y, outStride: outputs, bias: weights.plain('bias', this.arrays.bias), relu: this.endsInRelu },
    );
    operations.release(rows);
  }

  /** Adds each window's gradient into the image (col2im). */
  backward(operations: Operations, { shape, y }: Places, gradient: Gradient): void {
    const { weights, windowSize } = this;
    const { outputs } = this.spec;
    const [outHeight, outWidth] = this.outputShape(shape);
    const M = outHeight * outWidth;
    const behindRelu = gradient.open ? operations.temporary(M * outputs) : 0;
    const rows = operations.temporary(M * roundUp(windowSize));
    operations.product(
      {
        in: closed(operations, gradient, y, M * outputs, behindRelu),
        inStride: outputs,
        M,
        K: outputs,
        N: roundUp(windowSize),
        b: weights.matrix('turned', this.filter(), outputs, windowSize, windowSize, 1),
      },
      { out: rows, outStride: roundUp(windowSize) },
    );
    operations.addWindows(this.windows(shape, gradient.dx, rows, roundUp(windowSize)));
    operations.release(rows);
    if (gradient.open) operations.release(behindRelu);
  }

  dispose(): void {
    this.weights.dispose();
  }

  private windows([height, width, channels]: ImageShape, image: number, rows: number, rowStride: number) {
    const [outHeight, outWidth] = this.outputShape([height, width, channels]);
    const { size, stride, pad } = this.spec;
    return { image, height, width, channels, outHeight, outWidth, size, stride, pad, rows, rowStride };
  }

  /** [outputs, windowSize], ordered like a window's numbers: row, column, channel. */
  private filter(): Float32Array {
    return channelsLast(this.arrays.weight, this.spec.inputs, this.spec.size ** 2);
  }
}

/** [out, channels, spots] → [out, spots, channels] */
function channelsLast(weight: Float32Array, channels: number, spots: number): Float32Array {
  const size = channels * spots;
  return weight.map((_, i) => {
    const [out, spot, channel] = [Math.floor(i / size), Math.floor((i % size) / channels), i % channels];
    return weight[out * size + channel * spots + spot]!;
  });
}
