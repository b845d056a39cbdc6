/** A white page to draw on: rectangles, pictures and antialiased shapes. */
import type { Rgb } from './colormap.ts';
import { Rasterizer } from './rasterizer.ts';
import type { Picture } from './resize.ts';

export type Point = readonly [x: number, y: number];
/** A closed outline, in pixels, y down. Shapes of the same winding add up; a hole has the opposite winding. */
export type Polygon = readonly Point[];

export class Canvas implements Picture {
  readonly data: Uint8Array;
  private readonly rasterizer: Rasterizer;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8Array(width * height * 3).fill(255);
    this.rasterizer = new Rasterizer(width, height);
  }

  /** Whole pixels, clipped to the page. */
  fillRect(x: number, y: number, width: number, height: number, color: Rgb): void {
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) {
      for (let column = Math.max(0, x); column < Math.min(this.width, x + width); column++) {
        this.data.set(color, 3 * (row * this.width + column));
      }
    }
  }

  /** A frame one pixel wide around (outside) the rectangle. */
  frame(x: number, y: number, width: number, height: number, color: Rgb): void {
    this.fillRect(x - 1, y - 1, width + 2, 1, color);
    this.fillRect(x - 1, y + height, width + 2, 1, color);
    this.fillRect(x - 1, y, 1, height, color);
    this.fillRect(x + width, y, 1, height, color);
  }

  /** The picture must lie entirely on the page. */
  draw(picture: Picture, x: number, y: number): void {
    for (let row = 0; row < picture.height; row++) {
      const line = picture.data.subarray(3 * row * picture.width, 3 * (row + 1) * picture.width);
      this.data.set(line, 3 * ((y + row) * this.width + x));
    }
  }

  /** Fills outlines, antialiased by the area they cover in each pixel. */
  fill(polygons: readonly Polygon[], color: Rgb): void {
    this.rasterizer.fill(
      polygons.map((polygon) => polygon.flat()),
      (x, y, coverage) => {
        if (coverage > 1 / 512) this.blend(3 * (y * this.width + x), color, coverage);
      },
    );
  }

  /** A line through the points, with round joins and ends: a pixel's coverage depends on its center's distance to the line. */
  stroke(points: readonly Point[], lineWidth: number, color: Rgb): void {
    const reach = lineWidth / 2 + 0.5;
    // The nearest segment decides, so that adjoining segments do not darken each other's antialiased edges.
    const coverage = new Map<number, number>();
    points.forEach((to, i) => {
      const from = points[Math.max(0, i - 1)]!;
      const [left, right] = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
      const [top, bottom] = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
      for (let y = Math.max(0, Math.floor(top)); y < Math.min(this.height, bottom); y++) {
        for (let x = Math.max(0, Math.floor(left)); x < Math.min(this.width, right); x++) {
          const covered = Math.min(1, reach - distance([x + 0.5, y + 0.5], from, to));
          const at = y * this.width + x;
          if (covered > (coverage.get(at) ?? 0)) coverage.set(at, covered);
        }
      }
    });
    for (const [at, covered] of coverage) this.blend(3 * at, color, covered);
  }

  private blend(at: number, color: Rgb, coverage: number): void {
    for (let c = 0; c < 3; c++)
      this.data[at + c] = Math.round(this.data[at + c]! + (color[c]! - this.data[at + c]!) * coverage);
  }
}

/** Distance from a point to the segment between `from` and `to`. */
function distance([x, y]: Point, from: Point, to: Point): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - from[0] - t * dx, y - from[1] - t * dy);
}
