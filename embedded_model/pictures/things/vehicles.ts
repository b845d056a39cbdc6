import { BLACK, darken, hsv, lighten, near, vivid, WHITE } from '../color.ts';
import { blob, curve, ellipse, line, polygon, rect } from '../shape.ts';
import type { Thing } from './thing.ts';

const GLASS = hsv(0.55, 0.25, 0.92);

export const car: Thing = {
  name: 'car',
  maxTurn: 0.25,
  draw(pen, random) {
    const paint = vivid(random);
    const roof = random.uniform(-0.6, -0.42);
    const back = random.uniform(0.5, 0.8);
    pen.fill(polygon([-0.6, -0.05, -0.35, roof, back - 0.2, roof, back, -0.05]), paint);
    pen.fill(polygon([-0.47, -0.05, -0.3, roof + 0.1, 0, roof + 0.1, 0, -0.05]), GLASS);
    pen.fill(polygon([0.09, -0.05, 0.09, roof + 0.1, back - 0.26, roof + 0.1, back - 0.12, -0.05]), GLASS);
    pen.fill(
      blob([-0.96, 0.1, -0.6, -0.08, 0.7, -0.1, 0.96, 0.0, 0.98, 0.36, 0.6, 0.42, -0.6, 0.42, -0.98, 0.36]),
      paint,
    );
    pen.fill(line([-0.85, 0.22, 0.88, 0.2], 0.05), darken(paint, 0.4), { bare: true });
    pen.fill(line([0.05, 0, 0.05, 0.35], 0.03), darken(paint, 0.5), { bare: true });
    pen.fill(rect(0.1, 0.04, 0.14, 0.05), WHITE, { bare: true });
    pen.fill(ellipse(-0.9, 0.12, 0.08, 0.09), hsv(0.14, 0.4, 1));
    pen.fill(rect(0.88, 0.03, 0.09, 0.14), hsv(0, 0.9, 0.8));
    pen.fill(rect(-0.5, 0.36, 1, 0.24), darken(paint, 0.4), { bare: true });
    const rim = hsv(0, 0, random.uniform(0.6, 0.95));
    for (const x of [-0.52, 0.52]) {
      pen.fill(ellipse(x, 0.4, 0.25), BLACK, { flat: true });
      pen.fill(ellipse(x, 0.4, 0.13), rim, { bare: true });
      pen.fill(ellipse(x, 0.4, 0.04), BLACK, { bare: true });
    }
  },
};

export const sailboat: Thing = {
  name: 'sailboat',
  maxTurn: 0.25,
  draw(pen, random) {
    const hull = random.int(2) ? hsv(0.07, 0.6, random.uniform(0.4, 0.7)) : vivid(random);
    const sail = random.int(2) ? WHITE : vivid(random);
    const jib = random.int(2) ? sail : vivid(random);
    pen.fill(line([0.02, -0.98, 0.02, 0.5], 0.07), hsv(0.08, 0.5, 0.4));
    const belly = random.uniform(0, 0.12);
    pen.fill(
      blob([0.09, -0.9, 0.35 + belly, -0.45, 0.6 + belly, 0.05, 0.84, 0.38, 0.45, 0.36, 0.09, 0.36, 0.09, -0.2]),
      sail,
    );
    pen.fill(polygon([-0.06, -0.8, -0.06, 0.36, -0.72, 0.36]), jib);
    if (random.int(2)) pen.fill(line([0.14, -0.05, 0.5 + belly, -0.05], 0.06), darken(sail, 0.3), { bare: true });
    if (random.int(2)) pen.fill(polygon([0.04, -1, 0.36, -0.92, 0.04, -0.82]), near(random, -0.04, 0.04));
    pen.fill(polygon([-0.95, 0.48, 0.95, 0.48, 0.66, 0.95, -0.6, 0.95]), hull);
    pen.fill(line([-0.85, 0.58, 0.82, 0.58], 0.06), lighten(hull, 0.5), { bare: true });
  },
};

export const rocket: Thing = {
  name: 'rocket',
  maxTurn: 0.9,
  draw(pen, random) {
    const body = random.int(2) ? hsv(random.uniform(0.5, 0.7), random.uniform(0, 0.2), 0.9) : vivid(random);
    const trim = vivid(random);
    const w = random.uniform(0.28, 0.36);
    const flame = random.uniform(0.8, 1);
    pen.fill(blob([-0.2, 0.55, 0.2, 0.55, 0.16, 0.78, 0, flame, -0.16, 0.78]), hsv(0.07, 0.9, 1));
    pen.fill(blob([-0.1, 0.55, 0.1, 0.55, 0, flame - 0.12]), hsv(0.14, 0.7, 1), { bare: true });
    for (const side of [-1, 1]) {
      pen.fill(polygon([side * w * 0.8, 0.05, side * 0.72, 0.42, side * 0.72, 0.75, side * w * 0.7, 0.5]), trim);
    }
    pen.fill(
      blob([0, -1, w * 0.75, -0.6, w, -0.1, w * 0.75, 0.55, 0, 0.6, -w * 0.75, 0.55, -w, -0.1, -w * 0.75, -0.6]),
      body,
    );
    pen.fill(blob([0, -1, w * 0.42, -0.8, w * 0.72, -0.56, 0, -0.52, -w * 0.72, -0.56, -w * 0.42, -0.8]), trim);
    pen.fill(ellipse(0, -0.2, 0.17), darken(trim, 0.4));
    pen.fill(ellipse(0, -0.2, 0.11), GLASS, { bare: true });
    if (random.int(2)) pen.fill(ellipse(0, 0.2, 0.09), GLASS);
    pen.fill(rect(-w * 0.75, 0.46, w * 1.5, 0.12), trim);
  },
};

export const balloon: Thing = {
  name: 'hot-air balloon',
  maxTurn: 0.25,
  draw(pen, random) {
    const a = vivid(random);
    const b = random.int(2) ? WHITE : vivid(random);
    const basket = hsv(0.08, 0.6, random.uniform(0.4, 0.65));
    const skirt = darken(b, 0.3);
    pen.fill(polygon([-0.26, 0.36, 0.26, 0.36, 0.15, 0.72, -0.15, 0.72]), skirt, { bare: true });
    for (const x of [-0.36, -0.14, 0.14, 0.36]) {
      pen.fill(line([x, 0.25, x * 0.42, 0.75], 0.025), darken(basket, 0.4), { bare: true });
    }
    const r = random.uniform(0.72, 0.82);
    const envelope = (k: number): readonly number[] => [
      0,
      -1,
      r * 0.72 * k,
      -0.82,
      r * k,
      -0.32,
      r * 0.72 * k,
      0.12,
      0.3 * k,
      0.42,
      0,
      0.44,
      -0.3 * k,
      0.42,
      -r * 0.72 * k,
      0.12,
      -r * k,
      -0.32,
      -r * 0.72 * k,
      -0.82,
    ];
    for (const [i, k] of [1, 0.72, 0.42, 0.14].entries()) {
      pen.fill(blob(envelope(k)), i % 2 ? b : a, { bare: i > 0 });
    }
    if (random.int(2))
      pen.fill(curve([-r * 0.96, -0.2, 0, -0.08, r * 0.96, -0.2], 0.1), darken(a, 0.4), { bare: true });
    pen.fill(rect(-0.2, 0.7, 0.4, 0.28, 0.05), basket);
    pen.fill(line([-0.18, 0.8, 0.18, 0.8], 0.03), darken(basket, 0.4), { bare: true });
  },
};
