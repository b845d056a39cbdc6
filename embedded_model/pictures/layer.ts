import type { Rgb } from './color.ts';
import type { Contour, Shape } from './shape.ts';

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

/**
 * A square drawing surface: premultiplied RGBA in floats, [size, size, 4].
 *
 * Shapes are filled with exact area coverage: each edge adds its signed area to the pixels it crosses, and a running sum
 * along the row gives the coverage (R. Levien, "Inside the fastest font renderer in the world", 2016). Only +, -, *, /
 * and rounding are used, so that the result is the same on every machine.
 */
export class Layer {
  readonly pixels: Float32Array;
  /** Signed areas of the shape being filled; all zero between fills. Two columns spare for edges at the right border. */
  private readonly area: Float32Array;
  private readonly stride: number;

  constructor(readonly size: number) {
    this.pixels = new Float32Array(size * size * 4);
    this.stride = size + 2;
    this.area = new Float32Array(this.stride * size);
  }

  /** Fills a shape given in pixels (pixel (0, 0) covers [0, 1] x [0, 1]) over what is there. */
  fill(shape: Shape, paint: Paint, opacity = 1): void {
    let left = Infinity;
    let right = -Infinity;
    let top = Infinity;
    let bottom = -Infinity;
    for (const contour of shape) {
      for (let i = 0; i < contour.length; i += 2) {
        left = Math.min(left, contour[i]!);
        right = Math.max(right, contour[i]!);
        top = Math.min(top, contour[i + 1]!);
        bottom = Math.max(bottom, contour[i + 1]!);
      }
      this.addContour(contour);
    }
    const x0 = Math.max(0, Math.floor(left));
    const x1 = Math.max(0, Math.min(this.size - 1, Math.ceil(right)));
    const y0 = Math.max(0, Math.floor(top));
    const y1 = Math.min(this.size - 1, Math.ceil(bottom));
    for (let y = y0; y <= y1; y++) this.fillRow(y, x0, x1, paint, opacity);
  }

  private fillRow(y: number, x0: number, x1: number, paint: Paint, opacity: number): void {
    const { area, pixels } = this;
    const { from, to } = paint;
    const row = y * this.stride;
    let sum = 0;
    for (let x = x0; x <= x1; x++) {
      sum += area[row + x]!;
      area[row + x] = 0;
      const coverage = Math.min(1, Math.abs(sum)) * opacity;
      if (coverage < 1 / 512) continue;
      const t = Math.max(0, Math.min(1, (x + 0.5) * paint.ax + (y + 0.5) * paint.ay + paint.c));
      const i = 4 * (y * this.size + x);
      for (let channel = 0; channel < 3; channel++) {
        const color = from[channel]! + (to[channel]! - from[channel]!) * t;
        pixels[i + channel] = pixels[i + channel]! * (1 - coverage) + color * coverage;
      }
      pixels[i + 3] = pixels[i + 3]! * (1 - coverage) + coverage;
    }
    area[row + x1 + 1] = 0;
    area[row + this.size + 1] = 0;
  }

  private addContour(contour: Contour): void {
    for (let i = 0, j = contour.length - 2; i < contour.length; j = i, i += 2) {
      this.addEdge(contour[j]!, contour[j + 1]!, contour[i]!, contour[i + 1]!);
    }
  }

  private addEdge(xa: number, ya: number, xb: number, yb: number): void {
    if (ya === yb) return;
    const down = ya < yb;
    const [xTop, yTop, xBottom, yBottom] = down ? [xa, ya, xb, yb] : [xb, yb, xa, ya];
    const slope = (xBottom - xTop) / (yBottom - yTop);
    const last = Math.min(this.size, Math.ceil(yBottom));
    for (let y = Math.max(0, Math.floor(yTop)); y < last; y++) {
      const start = Math.max(y, yTop);
      const end = Math.min(y + 1, yBottom);
      const height = down ? end - start : start - end;
      // Outside of the surface an edge counts only by the rows it spans.
      const x0 = this.clamp(xTop + (start - yTop) * slope);
      const x1 = this.clamp(xTop + (end - yTop) * slope);
      this.addSpan(y * this.stride, Math.min(x0, x1), Math.max(x0, x1), height);
    }
  }

  private clamp(x: number): number {
    return Math.max(0, Math.min(this.size, x));
  }

  /** Spreads the signed `height` of an edge that crosses one row between x0 and x1 over the pixels to its right. */
  private addSpan(row: number, x0: number, x1: number, height: number): void {
    const { area } = this;
    const first = Math.floor(x0);
    if (x1 <= first + 1) {
      const outside = (x0 + x1) / 2 - first;
      area[row + first]! += height * (1 - outside);
      area[row + first + 1]! += height * outside;
      return;
    }
    const perPixel = height / (x1 - x0);
    let covered = 0;
    for (let x = first; x < x1; x++) {
      // Area to the right of the edge within pixel x, then what of it was already added by the pixels before.
      const enter = Math.max(x, x0);
      const leave = Math.min(x + 1, x1);
      const run = (leave - enter) * perPixel;
      const done = (enter - x0) * perPixel;
      const total = done + run * (x + 1 - (enter + leave) / 2);
      area[row + x]! += total - covered;
      covered = total;
    }
    area[row + Math.ceil(x1)]! += height - covered;
  }
}
