import type { Random } from '../../lib/random.ts';
import { darken, lighten, type Rgb } from './color.ts';
import { ellipse, line, polygon, rect, ring, type Shape } from './shape.ts';
import { Surface, solid } from './surface.ts';
import { cos, sin } from './trig.ts';

/** A geometric composition as a mosaic, [size, size] pixels. */
export function paintMosaic(size: number, random: Random): Surface {
  return layTiles(compose(random), size, random);
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

/** The composition that the mosaic shows, drawn small: a tile takes the color at its center. */
function compose(random: Random): Surface {
  const surface = new Surface(256);
  const k = surface.size;
  const put = (shape: Shape, color: Rgb): void =>
    surface.fill(
      shape.map((contour) => contour.map((v) => v * k)),
      solid(color),
    );
  put(rect(0, 0, 1, 1), [0.93, 0.88, 0.74]);
  put(polygon([0, 0.55, 1, 0.25, 1, 1, 0, 1]), [0.55, 0.74, 0.78]);
  put(polygon([0, 0.8, 1, 0.62, 1, 1, 0, 1]), [0.78, 0.52, 0.3]);
  for (const [x, y, r] of [
    [0.3, 0.32, 0.24],
    [0.76, 0.66, 0.2],
    [0.8, 0.2, 0.13],
  ] as const) {
    const colors = random.shuffle(PALETTE);
    for (let i = 0; i < 5; i++) put(ellipse(x, y, r * (1 - i / 5)), colors[i]!);
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
  return surface;
}

/** Lays a composition in irregular tiles with dark joints: the cells of points jittered on a grid (Worley 1996). */
function layTiles(composition: Surface, size: number, random: Random): Surface {
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
    const color: Rgb = [r!, g!, b!];
    return { x, y, color: tone > 0 ? lighten(color, tone) : darken(color, -tone) };
  });
  const surface = new Surface(size);
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
      // Within about a pixel of the border the joint fades into the tile; tiles are lit from the upper left.
      const joint = Math.max(0, Math.min(1, (second - nearest - 0.08) * 8));
      const light = 1 + 0.35 * (tile.x - x + tile.y - y) * cells;
      const pixel = 4 * (row * size + column);
      for (let channel = 0; channel < 3; channel++) {
        surface.pixels[pixel + channel] = 0.1 + (tile.color[channel]! * light - 0.1) * joint;
      }
      surface.pixels[pixel + 3] = 1;
    }
  }
  return surface;
}
