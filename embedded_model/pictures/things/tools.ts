import { BLACK, darken, hsv, lighten, near, vivid, WHITE } from '../color.ts';
import { blob, curve, ellipse, hole, line, polygon, rect, ring, type Shape } from '../shape.ts';
import { cos, sin } from '../trig.ts';
import type { Thing } from './thing.ts';

export const umbrella: Thing = {
  name: 'umbrella',
  maxTurn: 0.5,
  draw(pen, random) {
    const a = vivid(random);
    const b = random.int(2) ? vivid(random) : lighten(a, 0.35);
    const stick = hsv(random.uniform(0.04, 0.1), random.uniform(0.2, 0.7), random.uniform(0.25, 0.5));
    pen.fill(curve([0, -0.95, 0, 0.3, 0, 0.7, 0.1, 0.9, 0.26, 0.9, 0.34, 0.72], 0.09), stick);
    const top = random.uniform(-0.88, -0.75);
    const ribs = [-0.98, -0.5, 0, 0.5, 0.98];
    const canopy: number[] = [];
    for (let i = 0; i <= 16; i++) {
      const t = Math.PI * (1 + i / 16);
      canopy.push(0.98 * cos(t), 0.08 + (0.08 - top) * sin(t));
    }
    const hem: number[] = [];
    for (let i = ribs.length - 1; i > 0; i--) {
      const [r, l] = [ribs[i]!, ribs[i - 1]!];
      hem.push(r, 0.08, r * 0.75 + l * 0.25, -0.03, r * 0.25 + l * 0.75, -0.03);
    }
    pen.fill(polygon([...canopy, ...hem]), a);
    pen.fill(polygon([0, top, -0.32, top * 0.62, -0.5, 0.07, -0.25, -0.03, 0, 0.07]), b, { bare: true });
    pen.fill(polygon([0, top, 0.62, top * 0.72, 0.98, 0.07, 0.75, -0.03, 0.5, 0.07, 0.32, top * 0.62]), b, {
      bare: true,
    });
    pen.fill(line([0, top, 0, top - 0.1], 0.06), stick);
  },
};

export const key: Thing = {
  name: 'key',
  maxTurn: 3.2,
  draw(pen, random) {
    const metal = random.int(2)
      ? hsv(random.uniform(0.09, 0.15), random.uniform(0.5, 0.85), random.uniform(0.65, 0.95))
      : hsv(0.6, 0.08, random.uniform(0.5, 0.85));
    const r = random.uniform(0.34, 0.42);
    const bow: Shape = random.int(2)
      ? ring(-0.58, 0, r, r * 0.48)
      : [...rect(-0.58 - r, -r, 2 * r, 2 * r, 0.15), ...hole(ellipse(-0.58, 0, r * 0.5))];
    const teeth = random.uniform(0.26, 0.4);
    pen.fill(
      [
        ...rect(0.42, 0, 0.14, teeth),
        ...rect(0.68, 0, 0.14, teeth * random.uniform(0.6, 1)),
        ...rect(0.86, 0, 0.1, teeth),
      ],
      metal,
    );
    pen.fill(rect(-0.3, -0.1, 1.28, 0.2, 0.04), metal);
    pen.fill(bow, metal);
    pen.fill(rect(-0.22, -0.15, 0.08, 0.3), metal);
    pen.fill(line([-0.05, -0.03, 0.9, -0.03], 0.035), lighten(metal, 0.55), { bare: true });
  },
};

export const lightBulb: Thing = {
  name: 'light bulb',
  maxTurn: 0.6,
  draw(pen, random) {
    const glass = random.int(4)
      ? hsv(random.uniform(0.11, 0.16), random.uniform(0.25, 0.75), 1)
      : hsv(random.uniform(0.4, 0.65), 0.2, 0.95);
    const metal = hsv(0.6, 0.06, random.uniform(0.45, 0.75));
    pen.fill(
      blob([
        -0.24, 0.5, -0.35, 0.24, -0.66, -0.15, -0.6, -0.68, 0, -0.96, 0.6, -0.68, 0.66, -0.15, 0.35, 0.24, 0.24, 0.5,
      ]),
      glass,
    );
    const wire = near(random, 0.02, 0.09);
    pen.fill(
      line([-0.12, 0.5, -0.25, -0.2, -0.12, -0.05, 0, -0.22, 0.12, -0.05, 0.25, -0.2, 0.12, 0.5], 0.045),
      darken(wire, 0.2),
      { bare: true },
    );
    pen.fill(ellipse(-0.36, -0.45, 0.1, 0.2, 0, 2 * Math.PI, 0.6), WHITE, { bare: true, opacity: 0.8 });
    for (const y of [0.46, 0.6, 0.74]) pen.fill(rect(-0.29, y, 0.58, 0.15, 0.05), metal);
    pen.fill(polygon([-0.18, 0.88, 0.18, 0.88, 0.1, 1, -0.1, 1]), BLACK);
  },
};
