import type { Random } from '../../lib/random.ts';
import { darken, hsv, lighten, mix, type Rgb } from './color.ts';
import { line, rect } from './shape.ts';
import { Surface, solid } from './surface.ts';
import { sin } from './trig.ts';

/** A light in the sky, in units of the picture, around which the strokes turn. */
interface Whirl {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 1 clockwise, -1 counterclockwise. */
  readonly sense: number;
  readonly color: Rgb;
}

/** Thick brush strokes that follow whirls in a night sky, [size, size] pixels. */
export function paintSwirls(size: number, random: Random): Surface {
  const surface = new Surface(size);
  surface.fill(rect(0, 0, size, size), solid([0.08, 0.12, 0.32]));
  const whirls: Whirl[] = [
    [0.28, 0.3, 0.25],
    [0.68, 0.42, 0.2],
    [0.86, 0.13, 0.16],
    [0.5, 0.08, 0.1],
    [0.08, 0.08, 0.1],
    [0.08, 0.58, 0.12],
    [0.93, 0.62, 0.1],
  ].map(([x, y, radius], i) => ({
    x: x!,
    y: y!,
    radius: radius! * random.uniform(0.9, 1.1),
    sense: i % 2 ? -1 : 1,
    color: hsv(random.uniform(0.1, 0.16), random.uniform(0.5, 0.85), 1),
  }));
  // From broad strokes to fine ones, so that the fine ones stay on top.
  for (const [count, width, length] of [
    [1500, 0.026, 0.11],
    [2600, 0.016, 0.085],
    [2600, 0.009, 0.06],
  ] as const) {
    for (let i = 0; i < count; i++) {
      const [x, y] = [random.uniform(-0.05, 1.05), random.uniform(-0.05, 1.05)];
      stroke(surface, whirls, x, y, width, length, random);
    }
  }
  return surface;
}

/** Height of the hills' outline at x, in units of the picture. */
function hills(x: number): number {
  return 0.8 + 0.06 * sin(5 * x + 1) + 0.035 * sin(13 * x);
}

/** Direction of the strokes: around near whirls, along the wind elsewhere, along the slope in the hills. */
function flow(whirls: readonly Whirl[], x: number, y: number): readonly [number, number] {
  if (y > hills(x)) return [1, (hills(x + 0.02) - hills(x - 0.02)) / 0.04 + 0.5 * sin(9 * x + 14 * y)];
  let [u, v] = [0.5, 0.3 * sin(7 * x + 3 * y)];
  for (const whirl of whirls) {
    const [dx, dy] = [x - whirl.x, y - whirl.y];
    const near = (dx * dx + dy * dy) / (whirl.radius * whirl.radius);
    const pull = (2.5 * whirl.sense) / (whirl.radius * (0.08 + near * near));
    u -= pull * dy;
    v += pull * dx;
  }
  return [u, v];
}

function colorAt(whirls: readonly Whirl[], x: number, y: number, random: Random): Rgb {
  const depth = y - hills(x);
  if (depth > 0) {
    const field = hsv(
      0.3 + 0.08 * sin(11 * x + 20 * y) + random.uniform(-0.03, 0.03),
      0.6,
      0.28 + 0.18 * sin(40 * depth),
    );
    return random.int(9) ? field : hsv(0.12, 0.6, 0.75);
  }
  const night = mix([0.05, 0.1, 0.38], [0.25, 0.5, 0.72], 0.5 + 0.5 * sin(6 * x + 9 * y));
  let color: Rgb = random.int(7) ? night : lighten(night, 0.45);
  for (const whirl of whirls) {
    const [dx, dy] = [x - whirl.x, y - whirl.y];
    const d = Math.sqrt(dx * dx + dy * dy) / whirl.radius;
    if (d < 0.36) color = whirl.color;
    else if (d < 1) color = mix(whirl.color, color, Math.min(1, 0.35 + 0.65 * d + 0.25 * sin(d * 22)));
  }
  return color;
}

/** One brush stroke from (x, y) along the flow, with a lighter ridge on one side as thick paint has. */
function stroke(
  surface: Surface,
  whirls: readonly Whirl[],
  x0: number,
  y0: number,
  width: number,
  length: number,
  random: Random,
): void {
  const { size } = surface;
  const base = colorAt(whirls, x0, y0, random);
  const tone = random.uniform(-0.22, 0.22);
  const color = tone > 0 ? lighten(base, tone) : darken(base, -tone);
  const points: number[] = [];
  const ridge: number[] = [];
  let [x, y] = [x0, y0];
  const steps = 6;
  const reach = (length * random.uniform(0.6, 1.2)) / steps;
  for (let i = 0; i <= steps; i++) {
    const [u, v] = flow(whirls, x, y);
    const speed = Math.sqrt(u * u + v * v);
    points.push(x * size, y * size);
    ridge.push((x - (v / speed) * width * 0.28) * size, (y + (u / speed) * width * 0.28) * size);
    x += (u / speed) * reach;
    y += (v / speed) * reach;
  }
  const thickness = width * size * random.uniform(0.7, 1.1);
  surface.fill(line(points, thickness), solid(color), 0.95);
  surface.fill(line(ridge, thickness * 0.25), solid(lighten(color, 0.3)), 0.6);
}
