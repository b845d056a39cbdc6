import { Rasterizer } from '../../lib/image/rasterizer.ts';
import type { Rgb } from './color.ts';
import type { Shape } from './shape.ts';

/**
 * Color over the plane: `from` where `x * ax + y * ay + c` is 0 or less, `to` where it is 1 or more, mixed between.
 * Coordinates are pixels. With ax = ay = c = 0 it is `from` everywhere.
 */
export interface Paint {
  readonly from: Rgb;
  readonly to: Rgb;
  readonly ax: number;
  readonly ay: number;
  readonly c: number;
}

export function solid(color: Rgb): Paint {
  return { from: color, to: color, ax: 0, ay: 0, c: 0 };
}

/** A square drawing surface: premultiplied RGBA in floats, [size, size, 4]. */
export class Surface {
  readonly pixels: Float32Array;
  private readonly rasterizer: Rasterizer;

  constructor(readonly size: number) {
    this.pixels = new Float32Array(size * size * 4);
    this.rasterizer = new Rasterizer(size, size);
  }

  /** Fills a shape over the present content. */
  fill(shape: Shape, paint: Paint, opacity = 1): void {
    const { pixels, size } = this;
    const { from, to, ax, ay, c } = paint;
    this.rasterizer.fill(shape, (x, y, covered) => {
      const coverage = covered * opacity;
      if (coverage < 1 / 512) return;
      const t = Math.max(0, Math.min(1, (x + 0.5) * ax + (y + 0.5) * ay + c));
      const i = 4 * (y * size + x);
      for (let channel = 0; channel < 3; channel++) {
        const color = from[channel]! + (to[channel]! - from[channel]!) * t;
        pixels[i + channel] = pixels[i + channel]! * (1 - coverage) + color * coverage;
      }
      pixels[i + 3] = pixels[i + 3]! * (1 - coverage) + coverage;
    });
  }
}
