import type { Random } from '../../lib/random.ts';
import { anyColor, darken, hsv, lighten, mix, type Rgb } from './color.ts';
import { blob, curve, ellipse, line, polygon, rect, ring, type Shape } from './shape.ts';
import { type Surface, solid } from './surface.ts';
import { paintTexture, textures } from './textures.ts';
import { cos, sin } from './trig.ts';

type Ground = (surface: Surface, random: Random) => void;

function scaled(shape: Shape, k: number): Shape {
  return shape.map((contour) => contour.map((v) => v * k));
}

/** A gradient from one color to another across the whole surface, in any direction. */
function gradient(surface: Surface, from: Rgb, to: Rgb, direction: number): void {
  const [ax, ay] = [cos(direction) / surface.size, sin(direction) / surface.size];
  const c = 0.5 - (ax + ay) * 0.5 * surface.size;
  surface.fill(rect(0, 0, surface.size, surface.size), { from, to, ax, ay, c });
}

const plain: Ground = (surface, random) => {
  gradient(surface, anyColor(random), anyColor(random), random.uniform(0, 6.28));
};

/** Smooth noise: three grids of random values, each finer and weaker than the last. */
const clouds: Ground = (surface, random) => {
  const [a, b] = [anyColor(random), anyColor(random)];
  const cells = 2 + random.int(5);
  const octaves = [1, 2, 4].map((k) => {
    const n = cells * k + 2;
    return {
      n,
      scale: (cells * k) / surface.size,
      values: Float32Array.from({ length: n * n }, () => random.uniform(0, 1) / k),
    };
  });
  const { size, pixels } = surface;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (const { n, scale, values } of octaves) {
        const [u, v] = [x * scale, y * scale];
        const [i, j] = [Math.floor(u), Math.floor(v)];
        const [fu, fv] = [u - i, v - j];
        const [su, sv] = [fu * fu * (3 - 2 * fu), fv * fv * (3 - 2 * fv)];
        const at = j * n + i;
        const top = values[at]! + (values[at + 1]! - values[at]!) * su;
        const bottom = values[at + n]! + (values[at + n + 1]! - values[at + n]!) * su;
        sum += top + (bottom - top) * sv;
      }
      const t = Math.max(0, Math.min(1, (sum / 1.75 - 0.25) * 2));
      const i = 4 * (y * size + x);
      for (let channel = 0; channel < 3; channel++) pixels[i + channel] = a[channel]! + (b[channel]! - a[channel]!) * t;
      pixels[i + 3] = 1;
    }
  }
};

/** Sky, a range of hills, and land or water. */
const landscape: Ground = (surface, random) => {
  const sky = hsv(random.uniform(0.5, 0.68), random.uniform(0.1, 0.6), random.uniform(0.5, 1));
  const land = random.int(2)
    ? hsv(random.uniform(0.05, 0.45), random.uniform(0.2, 0.7), random.uniform(0.3, 0.8))
    : anyColor(random);
  gradient(surface, sky, lighten(sky, 0.5), Math.PI / 2);
  const horizon = random.uniform(0.35, 0.8);
  if (random.int(2)) {
    const hills: number[] = [-0.2, 1.2];
    for (let i = 0; i <= 5; i++) hills.push(i * 0.28 - 0.2, horizon - random.uniform(0, 0.25));
    surface.fill(scaled(blob([...hills, 1.3, 1.2]), surface.size), solid(mix(land, sky, 0.5)));
  }
  const below = rect(-0.1, horizon, 1.2, 1.2 - horizon);
  surface.fill(scaled(below, surface.size), {
    from: land,
    to: darken(land, 0.4),
    ax: 0,
    ay: 1 / surface.size,
    c: -horizon,
  });
};

/** A wall and a floor or table. */
const room: Ground = (surface, random) => {
  const [wall, floor] = [anyColor(random), anyColor(random)];
  gradient(surface, wall, darken(wall, random.uniform(0, 0.4)), random.uniform(0, 6.28));
  const [left, right] = [random.uniform(0.45, 0.85), random.uniform(0.45, 0.85)];
  surface.fill(scaled(polygon([-0.1, left, 1.1, right, 1.1, 1.2, -0.1, 1.2]), surface.size), {
    from: floor,
    to: darken(floor, 0.3),
    ax: 0,
    ay: 2 / surface.size,
    c: -1,
  });
  if (random.int(2))
    surface.fill(scaled(line([-0.1, left, 1.1, right], 0.03), surface.size), solid(lighten(wall, 0.4)));
};

/** Big overlapping facets. */
const facets: Ground = (surface, random) => {
  const base = anyColor(random);
  gradient(surface, base, anyColor(random), random.uniform(0, 6.28));
  for (let i = 0; i < 10; i++) {
    const points = Array.from({ length: 6 }, () => random.uniform(-0.2, 1.2));
    surface.fill(
      scaled(polygon(points), surface.size),
      solid(mix(base, anyColor(random), 0.6)),
      random.uniform(0.3, 0.9),
    );
  }
};

/** A faint pattern: textures also occur behind things, so that they are no evidence against a thing. */
const patterned: Ground = (surface, random) => {
  paintTexture(surface, random.pick(textures), random, random.uniform(0.45, 0.8), anyColor(random));
};

const grounds: readonly Ground[] = [plain, clouds, clouds, landscape, landscape, room, facets, patterned];

/** Meaningless clutter on the ground, so that only the thing itself identifies the class. */
function clutter(surface: Surface, random: Random): void {
  const pieces = Math.max(0, random.int(10) - 2);
  for (let i = 0; i < pieces; i++) {
    const [x, y, r] = [random.uniform(0, 1), random.uniform(0, 1), random.uniform(0.03, 0.14)];
    const angle = random.uniform(0, 6.28);
    const corner = (k: number): readonly [number, number] => [x + r * cos(angle + k), y + r * sin(angle + k)];
    const kinds: readonly (() => Shape)[] = [
      () => ellipse(x, y, r, r * random.uniform(0.4, 1), 0, 2 * Math.PI, angle),
      () => polygon([...corner(0), ...corner(2), ...corner(4)]),
      () => polygon([...corner(0), ...corner(1.2), ...corner(3.1), ...corner(4.4)]),
      () => ring(x, y, r, r * 0.6),
      () => line([...corner(0), ...corner(2.5)], r * 0.25),
      () => curve([...corner(0), ...corner(1.5), x, y, ...corner(4)], r * 0.25),
      () => blob([...corner(0), ...corner(1), ...corner(2.6), ...corner(3.9), ...corner(5)]),
    ];
    const color = anyColor(random);
    surface.fill(scaled(random.pick(kinds)(), surface.size), solid(color), random.uniform(0.5, 1));
  }
}

/** Covers the whole surface with one of several kinds of ground, and often with clutter. */
export function paintGround(surface: Surface, random: Random): void {
  random.pick(grounds)(surface, random);
  clutter(surface, random);
}
