import { BLACK, darken, hsv, lighten, near, vivid, WHITE } from '../color.ts';
import { blob, curve, ellipse, line, polygon, rect, star as starShape } from '../shape.ts';
import type { Thing } from './thing.ts';

export const star: Thing = {
  name: 'star',
  maxTurn: 3.2,
  draw(pen, random) {
    const color = random.int(2) ? near(random, 0.1, 0.17) : vivid(random);
    const inner = random.uniform(0.38, 0.5);
    pen.fill(starShape(0, 0.04, 1, inner, 5), color);
    const look = random.int(3);
    if (look === 0) pen.fill(starShape(0, 0.04, 0.68, 0.68 * inner, 5), lighten(color, 0.4), { bare: true });
    if (look === 1) {
      for (let i = 0; i < 5; i++) {
        const shape = starShape(0, 0.04, 1, inner, 5)[0]!;
        const at = (k: number): readonly [number, number] => [shape[(2 * k) % 20]!, shape[(2 * k + 1) % 20]!];
        pen.fill(polygon([0, 0.04, ...at(2 * i), ...at(2 * i + 1)]), darken(color, 0.25), { bare: true });
      }
    }
  },
};

export const heart: Thing = {
  name: 'heart',
  maxTurn: 0.5,
  draw(pen, random) {
    const color = random.int(2) ? near(random, -0.07, 0.03) : vivid(random);
    const dip = random.uniform(-0.5, -0.35);
    const shape = (k: number): readonly number[] => [
      0,
      dip * k,
      0.25 * k,
      -0.76 * k,
      0.62 * k,
      -0.84 * k,
      0.92 * k,
      -0.5 * k,
      0.84 * k,
      -0.02 * k,
      0.45 * k,
      0.5 * k,
      0,
      0.95 * k,
      -0.45 * k,
      0.5 * k,
      -0.84 * k,
      -0.02 * k,
      -0.92 * k,
      -0.5 * k,
      -0.62 * k,
      -0.84 * k,
      -0.25 * k,
      -0.76 * k,
    ];
    pen.fill([...blob(shape(1)), ...polygon([-0.45, 0.5, 0, 0.35, 0.45, 0.5, 0, 0.98])], color);
    if (random.int(2))
      pen.fill(blob(shape(0.68)), random.int(2) ? lighten(color, 0.35) : darken(color, 0.3), { bare: true });
    pen.fill(ellipse(-0.52, -0.48, 0.16, 0.1, 0, 2 * Math.PI, -0.6), WHITE, { bare: true, opacity: 0.75 });
  },
};

export const house: Thing = {
  name: 'house',
  maxTurn: 0.15,
  draw(pen, random) {
    const wall = random.int(2) ? lighten(vivid(random), 0.4) : vivid(random);
    const roof = random.int(2) ? near(random, -0.03, 0.07) : darken(vivid(random), 0.25);
    const eaves = random.uniform(-0.2, 0);
    pen.fill(rect(0.38, -0.92, 0.22, 0.7), darken(roof, 0.3));
    pen.fill(rect(-0.76, eaves, 1.52, 0.98 - eaves), wall);
    pen.fill(polygon([-0.98, eaves + 0.06, 0, -0.95, 0.98, eaves + 0.06]), roof);
    const door = vivid(random);
    const glass = random.int(2) ? hsv(0.55, 0.35, 0.9) : hsv(0.14, 0.5, 1);
    const dx = random.pick([-0.45, -0.15, 0.1]);
    pen.fill(rect(dx, 0.38, 0.34, 0.6), door);
    pen.fill(ellipse(dx + 0.27, 0.7, 0.035), BLACK, { bare: true });
    for (const x of dx < -0.3 ? [0.05, 0.45] : dx < 0 ? [-0.62, 0.36] : [-0.62, -0.24]) {
      const [y, s] = [eaves + 0.2, 0.27];
      pen.fill(rect(x, y, s, s), glass);
      pen.fill(
        [...line([x + s / 2, y, x + s / 2, y + s], 0.035), ...line([x, y + s / 2, x + s, y + s / 2], 0.035)],
        WHITE,
        { bare: true },
      );
    }
    if (random.int(2)) pen.fill(ellipse(0, -0.42, 0.14), glass);
  },
};

export const iceCream: Thing = {
  name: 'ice cream',
  maxTurn: 0.5,
  draw(pen, random) {
    const cone = hsv(random.uniform(0.07, 0.11), random.uniform(0.5, 0.7), random.uniform(0.7, 0.9));
    const scoops = 1 + random.int(3);
    pen.fill(polygon([-0.42, 0.08, 0.42, 0.08, 0, 1]), cone);
    for (const k of [-0.5, -0.1, 0.3]) {
      pen.fill(line([k * 0.7, 0.12, 0.12 + k * 0.25, 0.6], 0.03), darken(cone, 0.35), { bare: true });
      pen.fill(line([-k * 0.7, 0.12, -0.12 - k * 0.25, 0.6], 0.03), darken(cone, 0.35), { bare: true });
    }
    const spots = [
      [[0, -0.28]],
      [
        [-0.24, -0.18],
        [0.26, -0.32],
      ],
      [
        [-0.27, -0.14],
        [0.27, -0.14],
        [0, -0.52],
      ],
    ] as const;
    const r = [0.56, 0.42, 0.36][scoops - 1]!;
    for (const [x, y] of spots[scoops - 1]!) {
      const flavour = lighten(vivid(random), random.uniform(0.1, 0.5));
      pen.fill(ellipse(x, y, r), flavour);
      if (random.int(2)) {
        for (let i = 0; i < 6; i++) {
          const [sx, sy] = [x + random.uniform(-0.6, 0.6) * r, y + random.uniform(-0.6, 0.5) * r];
          pen.fill(line([sx, sy, sx + 0.05, sy + random.uniform(-0.05, 0.05)], 0.045), vivid(random), { bare: true });
        }
      }
    }
    pen.fill(
      curve([-0.44, 0.06, -0.3, 0.2, -0.15, 0.08, 0, 0.22, 0.16, 0.08, 0.3, 0.18, 0.44, 0.06], 0.13),
      lighten(cone, 0.4),
    );
    if (random.int(2))
      pen.fill(ellipse(0, scoops === 3 ? -0.9 : scoops === 2 ? -0.72 : -0.88, 0.1), near(random, -0.04, 0.02));
  },
};
