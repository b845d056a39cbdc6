/** A closed outline in pixels: x0, y0, x1, y1, ... with y downwards. Pixel (0, 0) covers [0, 1] × [0, 1]. */
export type Contour = readonly number[];

/**
 * How much of each pixel a shape covers, exactly: each edge adds its signed area to the pixels it crosses, and a running sum
 * along the row gives the coverage (R. Levien, "Inside the fastest font renderer in the world", 2016). Only +, -, *, / and
 * rounding are used, so that the result is the same on every machine.
 */
export class Rasterizer {
  /** Signed areas of the shape being filled; all zero between fills. Two spare columns for edges at the right border. */
  private readonly area: Float32Array;
  private readonly stride: number;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.stride = width + 2;
    this.area = new Float32Array(this.stride * height);
  }

  /**
   * @param contours filled together: those of the same winding unite, those of opposite winding cut holes
   * @param paint called for the pixels around the shape, row by row, with the covered share of each
   */
  fill(contours: readonly Contour[], paint: (x: number, y: number, coverage: number) => void): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const contour of contours) {
      for (let i = 0; i < contour.length; i += 2) {
        left = Math.min(left, contour[i]!);
        right = Math.max(right, contour[i]!);
        top = Math.min(top, contour[i + 1]!);
        bottom = Math.max(bottom, contour[i + 1]!);
      }
      this.addContour(contour);
    }
    const x0 = Math.max(0, Math.floor(left));
    const x1 = Math.max(0, Math.min(this.width - 1, Math.ceil(right)));
    const y0 = Math.max(0, Math.floor(top));
    const y1 = Math.min(this.height - 1, Math.ceil(bottom));
    for (let y = y0; y <= y1; y++) this.fillRow(y, x0, x1, paint);
  }

  private fillRow(y: number, x0: number, x1: number, paint: (x: number, y: number, coverage: number) => void): void {
    const { area } = this;
    const row = y * this.stride;
    let sum = 0;
    for (let x = x0; x <= x1; x++) {
      sum += area[row + x]!;
      area[row + x] = 0;
      paint(x, y, Math.min(1, Math.abs(sum)));
    }
    area[row + x1 + 1] = 0;
    area[row + this.width + 1] = 0;
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
    const last = Math.min(this.height, Math.ceil(yBottom));
    for (let y = Math.max(0, Math.floor(yTop)); y < last; y++) {
      const start = Math.max(y, yTop);
      const end = Math.min(y + 1, yBottom);
      const height = down ? end - start : start - end;
      // Outside the surface only the rows that an edge spans matter.
      const x0 = this.clamp(xTop + (start - yTop) * slope);
      const x1 = this.clamp(xTop + (end - yTop) * slope);
      this.addSpan(y * this.stride, Math.min(x0, x1), Math.max(x0, x1), height);
    }
  }

  private clamp(x: number): number {
    return Math.max(0, Math.min(this.width, x));
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
      // Area to the right of the edge within pixel x, minus what the previous pixels already added.
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
