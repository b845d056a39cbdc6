import type { NetworkModule } from '../module.ts';
import type { Operations } from '../operations.ts';
import {
  type ConvArrays,
  checkChannels,
  finishBelow,
  type Gradient,
  type ImageShape,
  type LayerKernels,
  type Places,
  roundUp,
  Weights,
} from './layer.ts';

/** SqueezeNet's classifier: a 1×1 convolution to one channel per class, a ReLU, the mean over all positions. */
export class ScoreHead implements LayerKernels {
  /** The mean comes last; the ReLU is inside. */
  readonly endsInRelu = false;
  readonly isScores = true;
  private readonly weights: Weights;
  private readonly columns: number;

  constructor(
    module: NetworkModule,
    private readonly spec: { readonly inputs: number; readonly classes: number },
    private readonly arrays: ConvArrays,
  ) {
    this.weights = new Weights(module);
    this.columns = roundUp(spec.classes);
  }

  outputShape(shape: ImageShape): ImageShape {
    checkChannels(shape, this.spec.inputs);
    return [1, 1, this.spec.classes];
  }

  /** The scores at every position. */
  innerSize([height, width]: ImageShape): number {
    return height * width * this.columns;
  }

  forward(operations: Operations, { shape: [height, width], x, y, inner }: Places): void {
    const { weights, columns, arrays } = this;
    const { inputs, classes } = this.spec;
    const M = height * width;
    operations.product(
      {
        in: x,
        inStride: inputs,
        M,
        K: inputs,
        N: columns,
        b: weights.matrix('filter', arrays.weight, inputs, classes, 1, inputs),
      },
      { out: inner, outStride: columns, bias: weights.plain('bias', arrays.bias, columns), relu: true },
    );
    operations.mean({ in: inner, pixels: M, stride: columns, channels: classes, out: y });
  }

  /** Only classes whose score has a gradient: usually one. */
  backward(operations: Operations, { shape: [height, width], x, inner }: Places, gradient: Gradient): void {
    const { weights, columns, arrays } = this;
    const { inputs, classes } = this.spec;
    const M = height * width;
    const scores = weights.module.arena.floats(gradient.dy, classes);
    const asked = [...scores.keys()].filter((k) => scores[k] !== 0);
    const list = asked.length > 0 ? asked : [0];
    const at = operations.upload(list);
    const K = list.length;
    const dInner = operations.temporary(M * K);
    const rows = operations.temporary(K * roundUp(inputs));
    operations.meanGradient({
      in: inner,
      pixels: M,
      stride: columns,
      dOut: gradient.dy,
      list: at,
      count: K,
      dIn: dInner,
      ...gradient.rule,
    });
    operations.pack({
      from: weights.plain('rows', arrays.weight),
      rowStride: inputs,
      columnStride: 1,
      K,
      N: inputs,
      rows: at,
      to: rows,
    });
    operations.product(
      { in: dInner, inStride: K, M, K, N: inputs, b: rows },
      { out: gradient.dx, outStride: inputs, ...finishBelow(gradient.below, x, inputs) },
    );
    operations.release(rows);
    operations.release(dInner);
  }

  dispose(): void {
    this.weights.dispose();
  }
}
