import type { Random } from '../../lib/random.ts';

/** Red, green and blue, each in [0, 1]. */
export type Rgb = readonly [number, number, number];

/** Color of a hue in turns (any real number), a saturation and a value in [0, 1]. */
export function hsv(hue: number, saturation: number, value: number): Rgb {
  const channel = (n: number): number => {
    const k = (((n + hue * 6) % 6) + 6) % 6;
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

/** `a` at t = 0, `b` at t = 1. */
export function mix(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

export const BLACK: Rgb = [0.05, 0.05, 0.06];
export const WHITE: Rgb = [0.97, 0.97, 0.95];

export function lighten(color: Rgb, amount: number): Rgb {
  return mix(color, [1, 1, 1], amount);
}

export function darken(color: Rgb, amount: number): Rgb {
  return mix(color, [0, 0, 0], amount);
}

/** Euclidean distance in RGB, 0 to sqrt(3). */
export function distance(a: Rgb, b: Rgb): number {
  const [dr, dg, db] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  return Math.sqrt(dr * dr + dg * dg + db * db);
}

/** A strong color of any hue. */
export function vivid(random: Random): Rgb {
  return hsv(random.uniform(0, 1), random.uniform(0.55, 0.95), random.uniform(0.6, 1));
}

/** A strong color with its hue in [lo, hi] turns. */
export function near(random: Random, lo: number, hi: number): Rgb {
  return hsv(random.uniform(lo, hi), random.uniform(0.55, 0.9), random.uniform(0.55, 0.95));
}

/** Any color, including pale and dull ones. */
export function anyColor(random: Random): Rgb {
  return hsv(random.uniform(0, 1), random.uniform(0, 0.8), random.uniform(0.2, 1));
}
