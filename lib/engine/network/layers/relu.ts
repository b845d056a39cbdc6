import type { Operations } from '../operations.ts';
import { type Gradient, type ImageShape, type LayerKernels, type Places, sizeOf } from './layer.ts';

/** A ReLU as a separate layer; after a convolution it can be part of that (network.ts). */
export class Relu implements LayerKernels {
  readonly endsInRelu = true;
  readonly isRelu = true;

  outputShape(shape: ImageShape): ImageShape {
    return shape;
  }

  innerSize(): number {
    return 0;
  }

  forward(operations: Operations, { shape, x, y }: Places): void {
    operations.elementwise({ in: x, out: y, count: sizeOf(shape), relu: true });
  }

  backward(operations: Operations, { shape, y }: Places, { dy, dx, rule, open }: Gradient): void {
    const masks = open ? { relu: rule.positiveOnly, mask: rule.maskByIn ? y : 0 } : {};
    operations.elementwise({ in: dy, out: dx, count: sizeOf(shape), ...masks });
  }

  dispose(): void {}
}
