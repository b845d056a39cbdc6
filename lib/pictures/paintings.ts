import { Random } from '../random.ts';
import { darken, hsv, lighten, mix, type Rgb } from './colour.ts';
import { Layer, solid } from './layer.ts';
import { ellipse, line, polygon, rect, ring, type Shape } from './shape.ts';
import { cos, sin } from './trig.ts';

export const PAINTINGS = ['swirls', 'mosaic'] as const;
export type PaintingName = (typeof PAINTINGS)[number];

export interface PaintingOptions {
  readonly seed?: string | number;
  /** Width and height in pixels; the composition scales with it. */
  readonly size?: number;
}

/**
 * Two invented paintings to take the style from: `swirls`, thick brush strokes that follow whirls in a night sky, and
 * `mosaic`, a geometric composition laid in tiles. Same seed and size: same bytes, on every machine.
 * @returns RGB bytes, [size, size, 3]
 */
export function renderPainting(name: PaintingName, { seed = 1, size = 384 }: PaintingOptions = {}): Uint8Array {
  const random = new Random(`painting/${name}/${seed}`);
  const layer = name === 'swirls' ? paintSwirls(size, random) : layMosaic(compose(random), size, random);
  const image = new Uint8Array(size * size * 3);
  for (let i = 0; i < size * size; i++) {
    for (let channel = 0; channel < 3; channel++) {
      const byte = Math.floor(layer.pixels[4 * i + channel]! * 255 + 0.5);
      image[3 * i + channel] = Math.max(0, Math.min(255, byte));
    }
  }
  return image;
}

/** A light in the sky, in units of the picture, around which the strokes turn. */
interface Whirl {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 1 clockwise, -1 anticlockwise. */
  readonly sense: number;
  readonly colour: Rgb;
}

function paintSwirls(size: number, random: Random): Layer {
  const layer = new Layer(size);
  layer.fill(rect(0, 0, size, size), solid([0.08, 0.12, 0.32]));
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
    colour: hsv(random.uniform(0.1, 0.16), random.uniform(0.5, 0.85), 1),
  }));
  // From broad strokes to fine ones, so that the fine ones stay on top.
  for (const [count, width, length] of [
    [1500, 0.026, 0.11],
    [2600, 0.016, 0.085],
    [2600, 0.009, 0.06],
  ] as const) {
    for (let i = 0; i < count; i++) {
      const [x, y] = [random.uniform(-0.05, 1.05), random.uniform(-0.05, 1.05)];
      stroke(layer, whirls, x, y, width, length, random);
    }
  }
  return layer;
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

function colourAt(whirls: readonly Whirl[], x: number, y: number, random: Random): Rgb {
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
  let colour: Rgb = random.int(7) ? night : lighten(night, 0.45);
  for (const whirl of whirls) {
    const [dx, dy] = [x - whirl.x, y - whirl.y];
    const d = Math.sqrt(dx * dx + dy * dy) / whirl.radius;
    if (d < 0.36) colour = whirl.colour;
    else if (d < 1) colour = mix(whirl.colour, colour, Math.min(1, 0.35 + 0.65 * d + 0.25 * sin(d * 22)));
  }
  return colour;
}

/** One brush stroke from (x, y) along the flow, with a lighter ridge on one side as thick paint has. */
function stroke(
  layer: Layer,
  whirls: readonly Whirl[],
  x0: number,
  y0: number,
  width: number,
  length: number,
  random: Random,
): void {
  const { size } = layer;
  const base = colourAt(whirls, x0, y0, random);
  const tone = random.uniform(-0.22, 0.22);
  const colour = tone > 0 ? lighten(base, tone) : darken(base, -tone);
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
  layer.fill(line(points, thickness), solid(colour), 0.95);
  layer.fill(line(ridge, thickness * 0.25), solid(lighten(colour, 0.3)), 0.6);
}

const PALETTE: readonly Rgb[] = [
  [0.83, 0.17, 0.15],
  [0.95, 0.72, 0.12],
  [0.1, 0.3, 0.62],
  [0.08, 0.55, 0.52],
  [0.9, 0.45, 0.12],
  [0.36, 0.16, 0.42],
  [0.12, 0.12, 0.16],
];

/** The composition that the mosaic shows, drawn small: a tile takes the colour at its centre. */
function compose(random: Random): Layer {
  const layer = new Layer(256);
  const k = layer.size;
  const put = (shape: Shape, colour: Rgb): void =>
    layer.fill(
      shape.map((contour) => contour.map((v) => v * k)),
      solid(colour),
    );
  put(rect(0, 0, 1, 1), [0.93, 0.88, 0.74]);
  put(polygon([0, 0.55, 1, 0.25, 1, 1, 0, 1]), [0.55, 0.74, 0.78]);
  put(polygon([0, 0.8, 1, 0.62, 1, 1, 0, 1]), [0.78, 0.52, 0.3]);
  for (const [x, y, r] of [
    [0.3, 0.32, 0.24],
    [0.76, 0.66, 0.2],
    [0.8, 0.2, 0.13],
  ] as const) {
    const colours = random.shuffle(PALETTE);
    for (let i = 0; i < 5; i++) put(ellipse(x, y, r * (1 - i / 5)), colours[i]!);
  }
  for (const [x, y, size, turn] of [
    [0.24, 0.76, 0.2, 0.3],
    [0.55, 0.45, 0.16, 2.4],
    [0.56, 0.88, 0.14, 1.2],
  ] as const) {
    const at = (a: number): readonly [number, number] => [x + size * cos(turn + a), y + size * sin(turn + a)];
    put(polygon([...at(0), ...at(2.1), ...at(4.2)]), random.pick(PALETTE));
  }
  for (let i = 0; i < 3; i++) {
    const y = random.uniform(0.05, 0.95);
    put(line([0, y, 0.5, random.uniform(0, 1), 1, random.uniform(0, 1)], 0.035), random.pick(PALETTE));
  }
  put(ring(0.52, 0.16, 0.12, 0.075), random.pick(PALETTE));
  return layer;
}

/** Lays a composition in irregular tiles with dark joints: the cells of points jittered on a grid (Worley 1996). */
function layMosaic(composition: Layer, size: number, random: Random): Layer {
  const cells = 40;
  // One row and column of tiles beyond each border.
  const n = cells + 2;
  const tiles = Array.from({ length: n * n }, (_, i) => {
    const x = ((i % n) - 1 + random.uniform(0.18, 0.82)) / cells;
    const y = (Math.floor(i / n) - 1 + random.uniform(0.18, 0.82)) / cells;
    const inside = (v: number): number => Math.max(0, Math.min(composition.size - 1, Math.floor(v * composition.size)));
    const at = 4 * (inside(y) * composition.size + inside(x));
    const [r, g, b] = composition.pixels.subarray(at, at + 3);
    const tone = random.uniform(-0.25, 0.25);
    const colour: Rgb = [r!, g!, b!];
    return { x, y, colour: tone > 0 ? lighten(colour, tone) : darken(colour, -tone) };
  });
  const layer = new Layer(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column + 0.5) / size, (row + 0.5) / size];
      let [nearest, second] = [Infinity, Infinity];
      let tile = tiles[0]!;
      for (let j = Math.floor(y * cells); j <= Math.floor(y * cells) + 2; j++) {
        for (let i = Math.floor(x * cells); i <= Math.floor(x * cells) + 2; i++) {
          const other = tiles[j * n + i]!;
          const [dx, dy] = [other.x - x, other.y - y];
          const d = Math.sqrt(dx * dx + dy * dy) * cells;
          if (d < nearest) [second, nearest, tile] = [nearest, d, other];
          else if (d < second) second = d;
        }
      }
      // Within a pixel or so of the border the joint fades into the tile; tiles are lit from the upper left.
      const joint = Math.max(0, Math.min(1, (second - nearest - 0.08) * 8));
      const light = 1 + 0.35 * (tile.x - x + tile.y - y) * cells;
      const pixel = 4 * (row * size + column);
      for (let channel = 0; channel < 3; channel++) {
        layer.pixels[pixel + channel] = 0.1 + (tile.colour[channel]! * light - 0.1) * joint;
      }
      layer.pixels[pixel + 3] = 1;
    }
  }
  return layer;
}
