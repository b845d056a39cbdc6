import type { Contour } from '../../lib/image/rasterizer.ts';
import { cos, sin } from './trig.ts';

/** Contours filled together: those of the same winding unite, those of opposite winding cut holes. */
export type Shape = readonly Contour[];

function signedArea(c: Contour): number {
  let area = 0;
  for (let i = 0, j = c.length - 2; i < c.length; j = i, i += 2) area += c[j]! * c[i + 1]! - c[i]! * c[j + 1]!;
  return area / 2;
}

function reversed(c: Contour): Contour {
  const out: number[] = [];
  for (let i = c.length - 2; i >= 0; i -= 2) out.push(c[i]!, c[i + 1]!);
  return out;
}

/** The contour oriented so that its area is positive: all builders below return such contours. */
function oriented(c: Contour): Contour {
  return signedArea(c) < 0 ? reversed(c) : c;
}

export function polygon(points: Contour): Shape {
  return [oriented(points)];
}

/** The same shape with opposite winding, to cut it out of another. */
export function hole(shape: Shape): Shape {
  return shape.map(reversed);
}

/** Ellipse, or the part of it between two angles (radians, clockwise from the right) closed by a straight line. */
export function ellipse(cx: number, cy: number, rx: number, ry = rx, from = 0, to = 2 * Math.PI, turn = 0): Shape {
  const full = to - from >= 2 * Math.PI;
  const steps = Math.max(6, Math.ceil((32 * (to - from)) / (2 * Math.PI)));
  const points: number[] = [];
  const c = cos(turn);
  const s = sin(turn);
  for (let i = 0; i < steps + (full ? 0 : 1); i++) {
    const a = from + ((to - from) * i) / steps;
    const x = rx * cos(a);
    const y = ry * sin(a);
    points.push(cx + x * c - y * s, cy + x * s + y * c);
  }
  return [oriented(points)];
}

/** Rectangle of the given corner, width and height, with corners rounded by `r`. */
export function rect(x: number, y: number, w: number, h: number, r = 0): Shape {
  if (r === 0) return [[x, y, x + w, y, x + w, y + h, x, y + h]];
  const points: number[] = [];
  const corners = [x + w - r, y + h - r, x + r, y + h - r, x + r, y + r, x + w - r, y + r];
  for (let k = 0; k < 4; k++)
    for (let i = 0; i <= 4; i++) {
      const a = ((k + i / 4) * Math.PI) / 2;
      points.push(corners[2 * k]! + r * cos(a), corners[2 * k + 1]! + r * sin(a));
    }
  return [oriented(points)];
}

/** Catmull-Rom curve through the points, as a polyline. */
function smooth(p: readonly number[], closed: boolean): number[] {
  const n = p.length / 2;
  const at = (i: number): number => (closed ? (i + n) % n : Math.max(0, Math.min(n - 1, i)));
  const steps = 7;
  const out: number[] = [];
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)] as const;
    for (let k = 0; k < steps; k++) {
      const t = k / steps;
      for (let axis = 0; axis < 2; axis++) {
        const [p0, p1, p2, p3] = [p[2 * a + axis]!, p[2 * b + axis]!, p[2 * c + axis]!, p[2 * d + axis]!] as const;
        out.push(
          0.5 *
            (2 * p1 +
              (p2 - p0) * t +
              (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t +
              (3 * p1 - p0 - 3 * p2 + p3) * t * t * t),
        );
      }
    }
  }
  if (!closed) out.push(p[2 * n - 2]!, p[2 * n - 1]!);
  return out;
}

/** Smooth closed outline through the points. */
export function blob(points: readonly number[]): Shape {
  return [oriented(smooth(points, true))];
}

/** Straight stroke through the points with round ends and joints. */
export function line(points: readonly number[], width: number, closed = false): Shape {
  const r = width / 2;
  const n = points.length / 2;
  const out: Contour[] = [];
  for (let i = 0; i < n; i++) {
    const x0 = points[2 * i]!;
    const y0 = points[2 * i + 1]!;
    out.push(octagon(x0, y0, r));
    if (i === n - 1 && !closed) break;
    const j = (i + 1) % n;
    const dx = points[2 * j]! - x0;
    const dy = points[2 * j + 1]! - y0;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) continue;
    const nx = (-dy / length) * r;
    const ny = (dx / length) * r;
    out.push(oriented([x0 + nx, y0 + ny, x0 - nx, y0 - ny, x0 + dx - nx, y0 + dy - ny, x0 + dx + nx, y0 + dy + ny]));
  }
  return out;
}

/** Smooth stroke through the points. */
export function curve(points: readonly number[], width: number): Shape {
  return line(smooth(points, false), width);
}

/** Stroke along the border of a shape. */
export function border(shape: Shape, width: number): Shape {
  return shape.flatMap((contour) => line(contour, width, true));
}

/** Ring: an ellipse with a smaller one cut out. */
export function ring(cx: number, cy: number, rOuter: number, rInner: number): Shape {
  return [...ellipse(cx, cy, rOuter), ...hole(ellipse(cx, cy, rInner))];
}

/** Star with `points` tips, the first one pointing up. */
export function star(cx: number, cy: number, rOuter: number, rInner: number, points: number): Shape {
  const out: number[] = [];
  for (let i = 0; i < 2 * points; i++) {
    const a = -Math.PI / 2 + (Math.PI * i) / points;
    const r = i % 2 === 0 ? rOuter : rInner;
    out.push(cx + r * cos(a), cy + r * sin(a));
  }
  return [oriented(out)];
}

const DIAGONAL = Math.sqrt(0.5);

function octagon(x: number, y: number, r: number): Contour {
  const d = r * DIAGONAL;
  return [x + r, y, x + d, y + d, x, y + r, x - d, y + d, x - r, y, x - d, y - d, x, y - r, x + d, y - d];
}
