import type { Random } from '../../lib/random.ts';
import { anyColor, darken, distance, hsv, lighten, mix, type Rgb, vivid } from './color.ts';
import type { Surface } from './surface.ts';
import { sin } from './trig.ts';

/** Color at a point of the pattern's plane, one cell of the pattern being about one unit wide. */
type Pattern = (u: number, v: number) => Rgb;

/** A class of textures: the whole picture is one pattern. */
export interface Texture {
  readonly name: string;
  /** Largest rotation from upright, radians. */
  readonly maxTurn: number;
  readonly pattern: (random: Random) => Pattern;
}

const fraction = (x: number): number => x - Math.floor(x);

function twoColors(random: Random): readonly [Rgb, Rgb] {
  const a = random.int(2) ? vivid(random) : anyColor(random);
  let b = anyColor(random);
  for (let i = 0; i < 12 && distance(a, b) < 0.5; i++) b = anyColor(random);
  return [a, b];
}

const stripes: Texture = {
  name: 'stripes',
  maxTurn: 3.2,
  pattern(random) {
    const [a, b] = twoColors(random);
    const third = random.int(3) === 0 ? vivid(random) : a;
    const share = random.uniform(0.35, 0.65);
    return (u) => (fraction(u) < share ? (Math.floor(u) % 2 === 0 ? a : third) : b);
  },
};

const checks: Texture = {
  name: 'checks',
  maxTurn: 3.2,
  pattern(random) {
    const [a, b] = twoColors(random);
    return (u, v) => ((Math.floor(u) + Math.floor(v)) % 2 === 0 ? a : b);
  },
};

const dots: Texture = {
  name: 'dots',
  maxTurn: 3.2,
  pattern(random) {
    const [a, b] = twoColors(random);
    const third = random.int(3) === 0 ? vivid(random) : a;
    const r = random.uniform(0.22, 0.38);
    const shift = random.int(2) ? 0.5 : 0;
    return (u, v) => {
      const row = Math.floor(v);
      const x = u + (row % 2 === 0 ? 0 : shift);
      const dx = fraction(x) - 0.5;
      const dy = v - row - 0.5;
      if (dx * dx + dy * dy > r * r) return b;
      return (Math.floor(x) + row) % 2 === 0 ? a : third;
    };
  },
};

const bricks: Texture = {
  name: 'bricks',
  maxTurn: 0.35,
  pattern(random) {
    const brick = random.int(3)
      ? hsv(random.uniform(0, 0.08), random.uniform(0.4, 0.8), random.uniform(0.4, 0.8))
      : anyColor(random);
    const mortar = random.int(3) ? lighten(brick, 0.65) : darken(brick, 0.6);
    const tones = Array.from({ length: 37 }, () =>
      mix(brick, random.int(2) ? [1, 1, 1] : [0, 0, 0], random.uniform(0, 0.22)),
    );
    const joint = random.uniform(0.09, 0.15);
    return (u, v) => {
      const row = Math.floor(v * 1.25);
      const x = u * 0.6 + (row % 2 === 0 ? 0 : 0.5);
      if (fraction(x) < joint * 0.5 || v * 1.25 - row < joint) return mortar;
      const k = Math.floor(x) * 7 + row * 11;
      return tones[((k % 37) + 37) % 37]!;
    };
  },
};

const honeycomb: Texture = {
  name: 'honeycomb',
  maxTurn: 3.2,
  pattern(random) {
    const [fill, wall] = twoColors(random);
    const half = random.uniform(0.05, 0.1);
    const h = Math.sqrt(3);
    const edge = (x: number, y: number): number => Math.max(Math.abs(x), Math.abs(x) * 0.5 + Math.abs(y) * (h / 2));
    return (u, v) => {
      // Two interleaved rectangular grids hold the centers of the hexagons; the nearer one is this point's.
      const ax = fraction(u) - 0.5;
      const ay = (fraction(v / h) - 0.5) * h;
      const bx = fraction(u + 0.5) - 0.5;
      const by = (fraction(v / h + 0.5) - 0.5) * h;
      const d = ax * ax + ay * ay < bx * bx + by * by ? edge(ax, ay) : edge(bx, by);
      return d > 0.5 - half ? wall : fill;
    };
  },
};

const zigzag: Texture = {
  name: 'zigzag',
  maxTurn: 3.2,
  pattern(random) {
    const [a, b] = twoColors(random);
    const height = random.uniform(0.8, 1.4);
    const share = random.uniform(0.35, 0.65);
    return (u, v) => (fraction(v + height * Math.abs(fraction(u * 0.5) - 0.5) * 2) < share ? a : b);
  },
};

export const textures: readonly Texture[] = [stripes, checks, dots, bricks, honeycomb, zigzag];

/**
 * Covers the surface with a texture, rotated, scaled and gently warped.
 * @param faint 0 for the pattern itself, toward 1 for more of `base`
 */
export function paintTexture(
  surface: Surface,
  texture: Texture,
  random: Random,
  faint = 0,
  base: Rgb = [0, 0, 0],
): void {
  const pattern = texture.pattern(random);
  const cells = random.uniform(3.5, 9);
  const turn = random.uniform(-texture.maxTurn, texture.maxTurn);
  const [c, s] = [sin(turn + Math.PI / 2), sin(turn)];
  const aspect = random.uniform(0.85, 1.15);
  const [warp, bend, phase] = [random.uniform(0, 0.25), random.uniform(2, 5), random.uniform(0, 6)];
  const [u0, v0] = [random.uniform(0, 20), random.uniform(0, 20)];
  const { size, pixels } = surface;
  // Four samples per pixel; the warp hardly changes within one, so it is evaluated at the center.
  const quarter = (0.25 * cells) / size;
  const [du1, dv1] = [(c - s) * quarter, (s + c) * quarter * aspect];
  const [du2, dv2] = [(c + s) * quarter, (s - c) * quarter * aspect];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const px = (x + 0.5) / size - 0.5;
      const py = (y + 0.5) / size - 0.5;
      const straightU = (px * c - py * s) * cells + u0;
      const straightV = (px * s + py * c) * cells * aspect + v0;
      const u = straightU + warp * sin(straightV / bend + phase);
      const v = straightV + warp * sin(straightU / bend);
      const samples = [
        pattern(u + du1, v + dv1),
        pattern(u - du1, v - dv1),
        pattern(u + du2, v + dv2),
        pattern(u - du2, v - dv2),
      ];
      const i = 4 * (y * size + x);
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (const color of samples) sum += color[channel]!;
        pixels[i + channel] = sum / 4 + (base[channel]! - sum / 4) * faint;
      }
      pixels[i + 3] = 1;
    }
  }
}
