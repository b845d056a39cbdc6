import { darken, lighten, mix, type Rgb } from './color.ts';
import { border, type Shape } from './shape.ts';
import { type Paint, type Surface, solid } from './surface.ts';
import { cos, sin } from './trig.ts';

/** A drawing's pose: the box [-1, 1] x [-1, 1] is flipped, sheared, scaled, rotated and moved, in this order. */
export interface Pose {
  /** Center in pixels. */
  readonly x: number;
  readonly y: number;
  /** Half the box's width and height in pixels; a negative width flips it. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Radians, clockwise. */
  readonly turn: number;
  /** Horizontal shift per unit of height. */
  readonly shear: number;
}

/** The common look of all parts of a picture. */
export interface Style {
  /** Direction of the light, radians, and strength of light and shade, 0 to about 0.35. */
  readonly lightFrom: number;
  readonly shade: number;
  /** Width of the outline around filled parts, in units of the box; 0 for none. */
  readonly outline: number;
  readonly outlineColor: Rgb;
}

export interface FillOptions {
  /** No light and shade. */
  readonly flat?: boolean;
  /** No outline. */
  readonly bare?: boolean;
  /** 0 to 1. */
  readonly opacity?: number;
}

/** Draws shapes given in the box [-1, 1] x [-1, 1] (y downwards) onto a surface. */
export class Pen {
  private readonly m: readonly [number, number, number, number];

  constructor(
    private readonly surface: Surface,
    private readonly pose: Pose,
    private readonly style: Style,
  ) {
    const c = cos(pose.turn);
    const s = sin(pose.turn);
    const { halfWidth: w, halfHeight: h, shear } = pose;
    this.m = [c * w, c * w * shear - s * h, s * w, s * w * shear + c * h];
  }

  fill(shape: Shape, color: Rgb, options: FillOptions = {}): void {
    const { outline, outlineColor } = this.style;
    if (outline > 0 && !options.bare) {
      const edge = this.toPixels(border(shape, outline));
      this.surface.fill(edge, solid(mix(outlineColor, darken(color, 0.6), 0.5)), options.opacity ?? 1);
    }
    const placed = this.toPixels(shape);
    this.surface.fill(placed, options.flat ? solid(color) : this.lit(placed, color), options.opacity ?? 1);
  }

  /** From light to shade across the bounding box, along the direction of the light. */
  private lit(shape: Shape, color: Rgb): Paint {
    const { lightFrom, shade } = this.style;
    const dx = -cos(lightFrom);
    const dy = -sin(lightFrom);
    let lo = Infinity;
    let hi = -Infinity;
    for (const contour of shape) {
      for (let i = 0; i < contour.length; i += 2) {
        const along = contour[i]! * dx + contour[i + 1]! * dy;
        lo = Math.min(lo, along);
        hi = Math.max(hi, along);
      }
    }
    const scale = 1 / Math.max(1e-6, hi - lo);
    return { from: lighten(color, shade), to: darken(color, shade), ax: dx * scale, ay: dy * scale, c: -lo * scale };
  }

  private toPixels(shape: Shape): Shape {
    const [a, b, c, d] = this.m;
    const { x: x0, y: y0 } = this.pose;
    return shape.map((contour) => {
      const out = new Array<number>(contour.length);
      for (let i = 0; i < contour.length; i += 2) {
        const x = contour[i]!;
        const y = contour[i + 1]!;
        out[i] = a * x + b * y + x0;
        out[i + 1] = c * x + d * y + y0;
      }
      return out;
    });
  }
}
