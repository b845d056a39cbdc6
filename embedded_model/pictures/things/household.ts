import { BLACK, darken, hsv, lighten, mix, near, vivid, WHITE } from '../color.ts';
import { blob, curve, ellipse, line, polygon, rect, ring } from '../shape.ts';
import { cos, sin } from '../trig.ts';
import type { Thing } from './thing.ts';

export const cup: Thing = {
  name: 'cup',
  maxTurn: 0.3,
  draw(pen, random) {
    const china = random.int(3) ? vivid(random) : WHITE;
    const [x, top, bottom] = [-0.2, random.uniform(-0.68, -0.45), random.uniform(0.75, 0.9)];
    const w = 0.62;
    const foot = random.uniform(0.4, 0.6);
    const handle = random.uniform(0.24, 0.34);
    pen.fill(ring(x + w + 0.1, (top + bottom) / 2 - 0.1, handle + 0.1, handle - 0.06), china);
    const sides = [
      x - w,
      top,
      x - foot,
      bottom - 0.08,
      x - foot * 0.5,
      bottom,
      x + foot * 0.5,
      bottom,
      x + foot,
      bottom - 0.08,
      x + w,
      top,
    ];
    pen.fill(polygon(sides), china);
    if (random.int(2)) {
      const band = vivid(random);
      const y = (top + bottom) / 2;
      const half = (w + foot) / 2 - 0.01;
      pen.fill(curve([x - half, y, x, y + 0.07, x + half, y], 0.14), band, { bare: true });
    }
    pen.fill(ellipse(x, top, w, 0.15), lighten(china, 0.35));
    pen.fill(ellipse(x, top + 0.02, w - 0.09, 0.09), hsv(random.uniform(0.03, 0.1), 0.7, random.uniform(0.2, 0.5)), {
      bare: true,
    });
    if (random.int(3) === 0) {
      for (const dx of [-0.2, 0.2]) {
        const y = top - 0.05;
        pen.fill(
          curve([x + dx, y - 0.05, x + dx + 0.08, y - 0.15, x + dx - 0.06, y - 0.25, x + dx + 0.04, y - 0.4], 0.05),
          WHITE,
          { bare: true, opacity: 0.75 },
        );
      }
    }
  },
};

export const clock: Thing = {
  name: 'clock',
  maxTurn: 0.35,
  draw(pen, random) {
    const frame = vivid(random);
    const face = random.int(4) ? lighten(vivid(random), 0.8) : WHITE;
    const ink = mix(BLACK, frame, 0.2);
    if (random.int(2)) {
      for (const side of [-1, 1]) {
        pen.fill(line([side * 0.5, 0.6, side * 0.68, 0.96], 0.13), darken(frame, 0.4));
        pen.fill(ellipse(side * 0.5, -0.82, 0.27, 0.17, 0, 2 * Math.PI, side * 0.5), darken(frame, 0.2));
      }
    }
    pen.fill(ellipse(0, 0, 0.88), frame);
    pen.fill(ellipse(0, 0, 0.72), face);
    for (let i = 0; i < 12; i++) {
      const a = (i * Math.PI) / 6;
      const inner = i % 3 === 0 ? 0.52 : 0.6;
      pen.fill(line([inner * cos(a), inner * sin(a), 0.66 * cos(a), 0.66 * sin(a)], i % 3 === 0 ? 0.07 : 0.035), ink, {
        bare: true,
      });
    }
    const [hour, minute] = [random.uniform(0, 6.28), random.uniform(0, 6.28)];
    pen.fill(line([0, 0, 0.36 * cos(hour), 0.36 * sin(hour)], 0.1), ink, { bare: true });
    pen.fill(line([0, 0, 0.54 * cos(minute), 0.54 * sin(minute)], 0.065), ink, { bare: true });
    pen.fill(ellipse(0, 0, 0.08), near(random, -0.03, 0.03), { bare: true });
  },
};

export const guitar: Thing = {
  name: 'guitar',
  maxTurn: 0.9,
  draw(pen, random) {
    const wood = random.int(3) ? near(random, 0.03, 0.12) : vivid(random);
    const neck = hsv(0.07, 0.5, random.uniform(0.25, 0.4));
    const head = -1;
    pen.fill(rect(-0.08, -0.82, 0.16, 0.95), neck);
    pen.fill(polygon([-0.14, head, 0.14, head, 0.1, -0.72, -0.1, -0.72]), darken(wood, 0.35));
    for (const y of [-0.94, -0.85, -0.76]) {
      for (const side of [-1, 1]) pen.fill(ellipse(side * 0.17, y, 0.04), hsv(0.12, 0.2, 0.85), { bare: true });
    }
    const waist = random.uniform(0.3, 0.38);
    pen.fill(
      blob([
        0,
        -0.08,
        0.34,
        -0.08,
        0.44,
        0.12,
        waist,
        0.34,
        0.56,
        0.62,
        0.46,
        0.92,
        0,
        1,
        -0.46,
        0.92,
        -0.56,
        0.62,
        -waist,
        0.34,
        -0.44,
        0.12,
        -0.34,
        -0.08,
      ]),
      wood,
    );
    pen.fill(rect(-0.07, -0.12, 0.14, 0.32), neck, { bare: true });
    pen.fill(ellipse(0, 0.34, 0.19), darken(wood, 0.8), { bare: true });
    pen.fill(ring(0, 0.34, 0.23, 0.2), lighten(wood, 0.5), { bare: true });
    pen.fill(rect(-0.22, 0.7, 0.44, 0.09), darken(wood, 0.65), { bare: true });
    for (const x of [-0.04, 0, 0.04]) pen.fill(line([x, -0.9, x, 0.74], 0.016), hsv(0.12, 0.1, 0.9), { bare: true });
  },
};
