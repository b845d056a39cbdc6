import type { Random } from '../../../lib/random.ts';
import { BLACK, darken, hsv, lighten, near, type Rgb, vivid, WHITE } from '../color.ts';
import { blob, curve, ellipse, line, polygon, rect } from '../shape.ts';
import { cos, sin } from '../trig.ts';
import type { Thing } from './thing.ts';

const GREENS = [0.22, 0.4] as const;

function bark(random: Random): Rgb {
  return hsv(random.uniform(0.04, 0.1), random.uniform(0.35, 0.7), random.uniform(0.3, 0.6));
}

export const tree: Thing = {
  name: 'tree',
  maxTurn: 0.15,
  draw(pen, random) {
    const leaves = random.int(4) ? near(random, ...GREENS) : near(random, 0.02, 0.14);
    const trunk = bark(random);
    const w = random.uniform(0.1, 0.17);
    pen.fill(polygon([-w, 0.1, w, 0.1, w * 1.3, 0.9, w * 2, 1, -w * 2, 1, -w * 1.3, 0.9]), trunk);
    pen.fill(line([0, 0.4, -0.35, 0.05], w * 0.7), trunk, { bare: true });
    pen.fill(line([0, 0.3, 0.35, 0], w * 0.7), trunk, { bare: true });
    const bumps = 8 + random.int(4);
    const crown: number[] = [];
    for (let i = 0; i < 2 * bumps; i++) {
      const a = (i * Math.PI) / bumps;
      const r = (i % 2 ? 0.64 : 0.76) + random.uniform(-0.05, 0.05);
      crown.push(r * 1.15 * cos(a), -0.34 + r * 0.86 * sin(a));
    }
    pen.fill(blob(crown), leaves);
    for (let i = 0; i < 7; i++) {
      const a = random.uniform(0, 6.28);
      const r = random.uniform(0.1, 0.5);
      const tone = random.int(2) ? lighten(leaves, 0.2) : darken(leaves, 0.22);
      pen.fill(ellipse(r * cos(a), -0.34 + r * 0.8 * sin(a), 0.16, 0.1), tone, { bare: true });
    }
    if (random.int(3) === 0) {
      const fruit = near(random, -0.03, 0.1);
      for (let i = 0; i < 7; i++) {
        pen.fill(ellipse(random.uniform(-0.5, 0.5), random.uniform(-0.75, 0.1), 0.07), fruit, { bare: true });
      }
    }
  },
};

export const flower: Thing = {
  name: 'flower',
  maxTurn: 0.3,
  draw(pen, random) {
    const petal = vivid(random);
    const green = near(random, ...GREENS);
    const bend = random.uniform(-0.15, 0.15);
    pen.fill(curve([0, -0.3, bend, 0.3, 0, 1], 0.09), green);
    pen.fill(blob([bend, 0.65, 0.3, 0.3, 0.65, 0.25, 0.45, 0.6, 0.15, 0.75]), green);
    pen.fill(blob([bend, 0.8, -0.3, 0.5, -0.6, 0.5, -0.4, 0.8, -0.1, 0.9]), green);
    const count = 5 + random.int(5);
    const reach = random.uniform(0.36, 0.42);
    const width = (count < 7 ? 0.2 : 0.14) + random.uniform(0, 0.03);
    const start = random.uniform(0, 6.28);
    for (let i = 0; i < count; i++) {
      const a = start + (i * 2 * Math.PI) / count;
      pen.fill(ellipse(reach * cos(a), -0.42 + reach * sin(a), 0.25, width, 0, 2 * Math.PI, a), petal);
    }
    const middle = random.int(2) ? near(random, 0.1, 0.16) : darken(near(random, 0.02, 0.1), 0.4);
    pen.fill(ellipse(0, -0.42, 0.21), middle);
    for (let i = 0; i < 6; i++) {
      const a = i * 1.05;
      pen.fill(ellipse(0.1 * cos(a), -0.42 + 0.1 * sin(a), 0.03), darken(middle, 0.4), { bare: true });
    }
  },
};

export const mushroom: Thing = {
  name: 'mushroom',
  maxTurn: 0.3,
  draw(pen, random) {
    const cap = random.int(2) ? near(random, -0.04, 0.1) : vivid(random);
    const stem = hsv(random.uniform(0.08, 0.16), random.uniform(0.05, 0.3), random.uniform(0.8, 0.97));
    const w = random.uniform(0.18, 0.28);
    pen.fill(blob([-w, -0.1, w, -0.1, w, 0.4, w * 1.5, 0.85, 0, 0.98, -w * 1.5, 0.85, -w, 0.4]), stem);
    pen.fill(polygon([-w * 1.1, 0.12, w * 1.1, 0.12, w * 1.6, 0.34, 0, 0.4, -w * 1.6, 0.34]), darken(stem, 0.12));
    const top = random.uniform(0.85, 1);
    pen.fill(ellipse(0, 0, 0.9, 0.2), darken(stem, 0.3));
    pen.fill(
      blob([
        -0.96,
        0.02,
        -0.8,
        -top * 0.55,
        -0.35,
        -top * 0.95,
        0.35,
        -top * 0.95,
        0.8,
        -top * 0.55,
        0.96,
        0.02,
        0.5,
        0,
        0,
        -0.04,
        -0.5,
        0,
      ]),
      cap,
    );
    const spots = [
      [-0.5, -0.35, 0.15],
      [0.02, -0.68, 0.16],
      [0.5, -0.4, 0.14],
      [0.05, -0.25, 0.13],
      [-0.78, -0.14, 0.08],
      [0.78, -0.13, 0.08],
    ] as const;
    const dot = random.int(3) ? WHITE : lighten(cap, 0.6);
    for (const [x, y, r] of spots)
      pen.fill(ellipse(x, y * top, r * random.uniform(0.75, 1.15), r * 0.85), dot, { bare: true });
  },
};

export const cactus: Thing = {
  name: 'cactus',
  maxTurn: 0.15,
  draw(pen, random) {
    const green = near(random, 0.26, 0.44);
    const w = random.uniform(0.32, 0.42);
    const [left, right] = [random.uniform(-0.55, -0.25), random.uniform(-0.6, -0.3)];
    const pot = random.int(3) > 0;
    const bottom = pot ? 0.55 : 0.98;
    pen.fill(curve([0, 0.3, -0.5, 0.28, -0.68, 0.1, -0.7, left], 0.24), green);
    pen.fill(curve([0, 0.1, 0.5, 0.08, 0.68, -0.1, 0.7, right], 0.24), green);
    pen.fill(rect(-w / 2 - 0.05, -0.95, w + 0.1, bottom + 1.0, 0.2), green);
    for (const x of [-w * 0.3, 0, w * 0.3])
      pen.fill(line([x, -0.78, x, bottom], 0.03), darken(green, 0.35), { bare: true });
    for (let i = 0; i < 12; i++) {
      const [x, y] = [random.uniform(-w * 0.5, w * 0.5), random.uniform(-0.8, bottom - 0.05)];
      pen.fill(line([x - 0.05, y - 0.04, x, y, x + 0.05, y - 0.04], 0.025), lighten(green, 0.7), { bare: true });
    }
    if (random.int(2)) pen.fill(ellipse(0, -0.95, 0.13, 0.1), near(random, 0.85, 1));
    if (pot) {
      const clay = near(random, 0.02, 0.09);
      pen.fill(polygon([-0.42, 0.6, 0.42, 0.6, 0.32, 1, -0.32, 1]), clay);
      pen.fill(rect(-0.5, 0.5, 1, 0.16, 0.03), lighten(clay, 0.12));
    }
  },
};

export const apple: Thing = {
  name: 'apple',
  maxTurn: 0.4,
  draw(pen, random) {
    const [lo, hi] = random.pick<readonly [number, number]>([
      [-0.04, 0.03],
      [-0.04, 0.03],
      [0.12, 0.18],
      [0.22, 0.32],
    ]);
    const skin = near(random, lo, hi);
    const fat = random.uniform(0.82, 0.95);
    pen.fill(
      blob([
        0,
        -0.42,
        0.35,
        -0.58,
        fat * 0.85,
        -0.38,
        fat,
        0.12,
        fat * 0.7,
        0.7,
        0.3,
        0.95,
        0,
        0.86,
        -0.3,
        0.95,
        -fat * 0.7,
        0.7,
        -fat,
        0.12,
        -fat * 0.85,
        -0.38,
        -0.35,
        -0.58,
      ]),
      skin,
    );
    pen.fill(ellipse(0, -0.42, 0.22, 0.07), darken(skin, 0.45), { bare: true });
    pen.fill(curve([0, -0.4, 0.04, -0.7, random.uniform(-0.05, 0.2), -0.98], 0.09), bark(random));
    if (random.int(5))
      pen.fill(blob([0.06, -0.66, 0.3, -0.95, 0.7, -0.9, 0.5, -0.68, 0.25, -0.6]), near(random, ...GREENS));
    pen.fill(ellipse(-0.45, -0.1, 0.12, 0.24, 0, 2 * Math.PI, 0.4), lighten(skin, 0.65), { bare: true, opacity: 0.8 });
    if (random.int(4) === 0) pen.fill(ellipse(0.4, 0.3, 0.05), BLACK, { bare: true, opacity: 0.5 });
  },
};
