import type { Random } from '../../../lib/random.ts';
import { BLACK, darken, hsv, lighten, mix, near, type Rgb, vivid, WHITE } from '../color.ts';
import type { Pen } from '../pen.ts';
import { blob, curve, ellipse, line, polygon } from '../shape.ts';
import { cos, sin } from '../trig.ts';
import type { Thing } from './thing.ts';

function eye(pen: Pen, x: number, y: number, r: number): void {
  pen.fill(ellipse(x, y, r), WHITE, { flat: true });
  pen.fill(ellipse(x - r * 0.25, y, r * 0.55), BLACK, { flat: true, bare: true });
}

export const fish: Thing = {
  name: 'fish',
  maxTurn: 0.5,
  draw(pen, random) {
    const body = vivid(random);
    const fin = random.int(2) ? darken(body, 0.3) : vivid(random);
    const h = random.uniform(0.42, 0.62);
    const fork = random.uniform(0.4, 0.6);
    pen.fill(polygon([0.42, 0, 0.98, -fork, 0.82, 0, 0.98, fork]), fin);
    pen.fill(blob([-0.3, -h * 0.8, 0, -h - 0.25, 0.35, -h * 0.75, 0.2, -h * 0.4]), fin);
    pen.fill(blob([-0.1, h * 0.7, 0.12, h + 0.2, 0.25, h * 0.6]), fin);
    pen.fill(
      blob([-0.98, 0.02, -0.6, -h * 0.78, -0.1, -h, 0.35, -h * 0.45, 0.58, 0, 0.35, h * 0.45, -0.1, h, -0.6, h * 0.75]),
      body,
    );
    const bands = random.int(4);
    for (let i = 0; i < bands; i++) {
      const x = -0.2 + i * 0.24;
      const y = h * (0.82 - 0.24 * i);
      pen.fill(curve([x, -y, x + 0.08, 0, x, y], 0.09), lighten(fin, 0.3), { bare: true });
    }
    pen.fill(curve([-0.45, -h * 0.6, -0.34, 0, -0.45, h * 0.6], 0.05), darken(body, 0.4), { bare: true });
    pen.fill(blob([0, 0.05, 0.25, -0.02, 0.3, 0.2, 0.08, 0.18]), fin);
    pen.fill(curve([-0.93, 0.12, -0.82, 0.17, -0.72, 0.14], 0.04), BLACK, { bare: true });
    eye(pen, -0.66, -0.14, 0.12);
  },
};

export const bird: Thing = {
  name: 'bird',
  maxTurn: 0.3,
  draw(pen, random) {
    const body = vivid(random);
    const wing = random.int(2) ? darken(body, 0.35) : vivid(random);
    const beak = near(random, 0.06, 0.14);
    const leg = darken(beak, 0.35);
    for (const x of [-0.08, 0.14]) {
      pen.fill(line([x, 0.5, x - 0.02, 0.92], 0.06), leg, { bare: true });
      pen.fill(line([x - 0.18, 0.95, x - 0.02, 0.9, x + 0.1, 0.95], 0.05), leg, { bare: true });
    }
    pen.fill(polygon([0.3, 0.05, 1, -0.32 + random.uniform(0, 0.3), 0.95, 0.12, 0.35, 0.4]), wing);
    pen.fill(polygon([-0.72, -0.58, -1.02, -0.42, -0.7, -0.36]), beak);
    pen.fill(
      blob([
        -0.75, -0.5, -0.5, -0.8, -0.2, -0.62, 0.1, -0.22, 0.5, 0.12, 0.3, 0.5, -0.15, 0.62, -0.5, 0.35, -0.62, -0.1,
      ]),
      body,
    );
    pen.fill(blob([-0.55, 0, -0.3, 0.05, 0, 0.52, -0.3, 0.55, -0.5, 0.25]), lighten(body, 0.55), { bare: true });
    const lift = random.uniform(-0.35, 0.15);
    pen.fill(blob([-0.22, -0.1, 0.15, -0.2 + lift, 0.72, 0.02 + lift, 0.45, 0.28, 0.1, 0.34]), wing);
    pen.fill(curve([0.0, 0.12, 0.25, 0.1 + lift * 0.5, 0.5, 0.1 + lift], 0.04), darken(wing, 0.35), { bare: true });
    eye(pen, -0.5, -0.53, 0.09);
  },
};

export const butterfly: Thing = {
  name: 'butterfly',
  maxTurn: 0.7,
  draw(pen, random) {
    const upper = vivid(random);
    const lower = random.int(2) ? upper : vivid(random);
    const spot = random.int(2) ? lighten(upper, 0.6) : darken(upper, 0.6);
    const body = darken(vivid(random), 0.75);
    const top = random.uniform(0.65, 0.95);
    const bottom = random.uniform(0.6, 0.95);
    for (const side of [-1, 1]) {
      const x = (v: number): number => side * v;
      pen.fill(
        blob([x(0.04), 0.02, x(0.4), 0.02, x(0.75), 0.3, x(0.62), bottom * 0.85, x(0.3), bottom, x(0.1), 0.45]),
        lower,
      );
      pen.fill(
        blob([x(0.04), 0.08, x(0.15), -0.4, x(0.6), -top, x(0.97), -top * 0.9, x(0.92), -0.25, x(0.55), 0.14]),
        upper,
      );
      pen.fill(ellipse(x(0.66), -top * 0.6, 0.17, 0.15), spot, { bare: true });
      pen.fill(ellipse(x(0.45), -top * 0.25, 0.1), spot, { bare: true });
      pen.fill(ellipse(x(0.42), 0.48, 0.14), spot, { bare: true });
      pen.fill(curve([x(0.02), -0.45, x(0.08), -0.75, x(0.25), -0.95], 0.045), body, { bare: true });
      pen.fill(ellipse(x(0.26), -0.95, 0.05), body, { bare: true });
    }
    pen.fill(ellipse(0, 0.1, 0.09, 0.5), body);
    pen.fill(ellipse(0, -0.42, 0.11), body);
  },
};

export const snail: Thing = {
  name: 'snail',
  maxTurn: 0.25,
  draw(pen, random) {
    const skin = hsv(random.uniform(0.05, 0.2), random.uniform(0.25, 0.6), random.uniform(0.6, 0.9));
    const shell = vivid(random);
    const rim = darken(shell, 0.5);
    pen.fill(curve([-0.72, 0.2, -0.72, -0.2, -0.88, -0.5], 0.07), skin);
    pen.fill(curve([-0.6, 0.2, -0.55, -0.2, -0.52, -0.52], 0.07), skin);
    for (const [x, y] of [
      [-0.89, -0.52],
      [-0.52, -0.55],
    ] as const)
      pen.fill(ellipse(x, y, 0.08), BLACK, { flat: true });
    pen.fill(
      blob([
        -0.95, 0.25, -0.75, 0.02, -0.48, 0.15, -0.3, 0.5, 0.4, 0.55, 0.98, 0.82, 0.4, 0.86, -0.5, 0.86, -0.82, 0.7,
      ]),
      skin,
    );
    const [cx, cy, r] = [0.2, 0.02, random.uniform(0.6, 0.68)];
    pen.fill(ellipse(cx, cy, r), shell);
    const spiral: number[] = [];
    const turns = random.uniform(1.9, 2.7);
    const start = random.uniform(1.2, 2);
    for (let i = 0; i <= 26; i++) {
      const a = start + (i / 26) * turns * 2 * Math.PI;
      const d = r * (0.95 - 0.88 * (i / 26));
      spiral.push(cx + d * cos(a), cy + d * sin(a));
    }
    pen.fill(curve(spiral, 0.085), rim, { bare: true });
    pen.fill(curve([-0.9, 0.42, -0.82, 0.48, -0.72, 0.45], 0.04), BLACK, { bare: true });
  },
};

function catColors(random: Random): readonly [Rgb, Rgb] {
  const fur = hsv(random.uniform(0.03, 0.13), random.uniform(0, 0.75), random.uniform(0.35, 0.95));
  return [fur, random.int(2) ? darken(fur, 0.4) : mix(fur, WHITE, 0.6)];
}

export const cat: Thing = {
  name: 'cat',
  maxTurn: 0.3,
  draw(pen, random) {
    const [fur, mark] = catColors(random);
    const iris = near(random, 0.12, 0.5);
    const ear = random.uniform(0.85, 1);
    for (const side of [-1, 1]) {
      pen.fill(polygon([side * 0.86, -0.1, side * 0.78, -ear, side * 0.2, -0.55]), fur);
      pen.fill(polygon([side * 0.74, -0.3, side * 0.7, -ear + 0.2, side * 0.38, -0.5]), hsv(0.97, 0.4, 0.85), {
        bare: true,
      });
    }
    pen.fill(
      blob([-0.45, -0.6, 0.45, -0.6, 0.85, -0.2, 0.9, 0.3, 0.5, 0.78, 0, 0.9, -0.5, 0.78, -0.9, 0.3, -0.85, -0.2]),
      fur,
    );
    for (const x of [-0.2, 0, 0.2]) pen.fill(line([x, -0.6, x * 0.8, -0.35], 0.07), mark, { bare: true });
    pen.fill(ellipse(-0.17, 0.48, 0.26, 0.22), lighten(fur, 0.55), { bare: true });
    pen.fill(ellipse(0.17, 0.48, 0.26, 0.22), lighten(fur, 0.55), { bare: true });
    for (const side of [-1, 1]) {
      pen.fill(ellipse(side * 0.4, 0, 0.2, 0.19), iris, { flat: true });
      pen.fill(ellipse(side * 0.4, 0, random.uniform(0.05, 0.11), 0.17), BLACK, { flat: true, bare: true });
      pen.fill(ellipse(side * 0.4 + 0.06, -0.07, 0.04), WHITE, { flat: true, bare: true });
      for (const dy of [-0.1, 0.02, 0.14]) {
        pen.fill(line([side * 0.3, 0.48 + dy * 0.3, side * 0.98, 0.42 + dy * 1.5], 0.028), darken(fur, 0.75), {
          bare: true,
        });
      }
    }
    pen.fill(polygon([-0.12, 0.27, 0.12, 0.27, 0, 0.4]), hsv(0.97, 0.5, 0.8), { bare: true });
    pen.fill(curve([-0.22, 0.52, -0.1, 0.6, 0, 0.4, 0.1, 0.6, 0.22, 0.52], 0.04), darken(fur, 0.75), { bare: true });
  },
};
