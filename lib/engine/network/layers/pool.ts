import type { Operations } from '../operations.ts';
import type { Gradient, ImageShape, LayerKernels, Places } from './layer.ts';

/** Max pool; in ceil mode windows may extend beyond the bottom and right (see lib/engine/max_pool_ceil.ts). */
export class Pool implements LayerKernels {
  readonly endsInRelu = false;

  constructor(
    private readonly size: number,
    private readonly stride: number,
    private readonly ceilMode: boolean,
  ) {}

  outputShape([height, width, channels]: ImageShape): ImageShape {
    const shape = [this.windows(height), this.windows(width), channels] as const;
    if (shape[0] < 1 || shape[1] < 1 || channels % 4 !== 0)
      throw new RangeError(`A max pool of the network cannot take an image of [${height},${width},${channels}].`);
    return shape;
  }

  innerSize(): number {
    return 0;
  }

  forward(operations: Operations, places: Places): void {
    operations.maxPool(this.pool(places));
  }

  backward(operations: Operations, places: Places, { dy, dx, below }: Gradient): void {
    const masks = below ?? { maskByIn: false, positiveOnly: false };
    operations.maxPoolGradient({ ...this.pool(places), dOut: dy, dIn: dx, ...masks });
  }

  dispose(): void {}

  private pool({ shape, x, y }: Places) {
    const [height, width, channels] = shape;
    const [outHeight, outWidth] = this.outputShape(shape);
    return { in: x, height, width, channels, outHeight, outWidth, size: this.size, stride: this.stride, out: y };
  }

  private windows(length: number): number {
    if (!this.ceilMode) return Math.floor((length - this.size) / this.stride) + 1;
    const windows = Math.ceil(Math.max(length - this.size, 0) / this.stride) + 1;
    return (windows - 1) * this.stride >= length ? windows - 1 : windows; // each window starts inside the image
  }
}
