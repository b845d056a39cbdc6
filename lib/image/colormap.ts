/** Color maps: a number in [0,1] → red, green, blue in 0–255. The tables are matplotlib's. */

export const COLOR_MAP_NAMES = [
  'viridis',
  'jet',
  'hot',
  'gray',
  'RdWhGn',
  'RdBu_r',
  'Reds',
  'Greens',
  'Blues',
] as const;
export type ColorMapName = (typeof COLOR_MAP_NAMES)[number];
export type Rgb = readonly [red: number, green: number, blue: number];

/** Those whose middle stands for 0. */
export const DIVERGING: readonly ColorMapName[] = ['RdWhGn', 'RdBu_r'];

/** 256 colors each, as in matplotlib. */
const tables = new Map<ColorMapName, Uint8Array>();

/** @returns 256 colors, 3 bytes each; the last bytes belong to 1 */
export function colorTable(name: ColorMapName): Uint8Array {
  let table = tables.get(name);
  if (!table) {
    table = makeTable(name);
    tables.set(name, table);
  }
  return table;
}

/** The color of `value`, clamped to [0,1]. */
export function colorOf(name: ColorMapName, value: number): Rgb {
  const at = 3 * Math.max(0, Math.min(255, Math.floor(value * 256)));
  const table = colorTable(name);
  return [table[at] as number, table[at + 1] as number, table[at + 2] as number];
}

function makeTable(name: ColorMapName): Uint8Array {
  if (name === 'viridis') return Uint8Array.from(Buffer.from(VIRIDIS.join(''), 'hex'));
  const segments = SEGMENTS[name];
  return Uint8Array.from({ length: 768 }, (_, i) => {
    const channel = segments[i % 3] as Segments;
    return Math.round(255 * interpolate(channel, Math.floor(i / 3) / 255));
  });
}

/** Linear interpolation between points (position, intensity). */
type Segments = readonly (readonly [position: number, intensity: number])[];

function interpolate(points: Segments, x: number): number {
  const next = Math.max(
    1,
    points.findIndex(([position]) => position >= x),
  );
  const [[x0, y0], [x1, y1]] = [points[next - 1]!, points[next]!];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Equally spaced colors, as hexadecimal. */
function ramp(...colors: string[]): readonly [Segments, Segments, Segments] {
  const channel = (c: number): Segments =>
    colors.map(
      (color, i) => [i / (colors.length - 1), Number.parseInt(color.slice(2 * c, 2 * c + 2), 16) / 255] as const,
    );
  return [channel(0), channel(1), channel(2)];
}

/** Red, green, blue. jet, hot: matplotlib `_cm.py`. RdWhGn: Captum's for signed values. RdBu_r (blue below 0), Reds, Greens, Blues: ColorBrewer (colorbrewer2.org). */
const SEGMENTS: Readonly<Record<Exclude<ColorMapName, 'viridis'>, readonly [Segments, Segments, Segments]>> = {
  jet: [
    [
      [0, 0],
      [0.35, 0],
      [0.66, 1],
      [0.89, 1],
      [1, 0.5],
    ],
    [
      [0, 0],
      [0.125, 0],
      [0.375, 1],
      [0.64, 1],
      [0.91, 0],
      [1, 0],
    ],
    [
      [0, 0.5],
      [0.11, 1],
      [0.34, 1],
      [0.65, 0],
      [1, 0],
    ],
  ],
  hot: [
    [
      [0, 0.0416],
      [0.365079, 1],
      [1, 1],
    ],
    [
      [0, 0],
      [0.365079, 0],
      [0.746032, 1],
      [1, 1],
    ],
    [
      [0, 0],
      [0.746032, 0],
      [1, 1],
    ],
  ],
  gray: ramp('000000', 'ffffff'),
  RdWhGn: ramp('ff0000', 'ffffff', '008000'),
  RdBu_r: ramp(
    '053061',
    '2166ac',
    '4393c3',
    '92c5de',
    'd1e5f0',
    'f7f7f7',
    'fddbc7', // cspell:disable-line
    'f4a582',
    'd6604d',
    'b2182b',
    '67001f',
  ),
  Reds: ramp('fff5f0', 'fee0d2', 'fcbba1', 'fc9272', 'fb6a4a', 'ef3b2c', 'cb181d', 'a50f15', '67000d'),
  Greens: ramp('f7fcf5', 'e5f5e0', 'c7e9c0', 'a1d99b', '74c476', '41ab5d', '238b45', '006d2c', '00441b'),
  Blues: ramp('f7fbff', 'deebf7', 'c6dbef', '9ecae1', '6baed6', '4292c6', '2171b5', '08519c', '08306b'),
};

/** By Stéfan van der Walt and Nathaniel Smith (CC0): has no formula, so all 256 colors are listed. */
const VIRIDIS = [
  '44015444025645045745055946075a46085c460a5d460b5e470d60470e61471063471164471365481467481668481769',
  '48186a481a6c481b6d481c6e481d6f481f70482071482173482374482475482576482677482878482979472a7a472c7a',
  '472d7b472e7c472f7d46307e46327e46337f463480453581453781453882443983443a83443b84433d84433e85423f85',
  '4240864241864142874144874045884046883f47883f48893e49893e4a893e4c8a3d4d8a3d4e8a3c4f8a3c508b3b518b',
  '3b528b3a538b3a548c39558c39568c38588c38598c375a8c375b8d365c8d365d8d355e8d355f8d34608d34618d33628d',
  '33638d32648e32658e31668e31678e31688e30698e306a8e2f6b8e2f6c8e2e6d8e2e6e8e2e6f8e2d708e2d718e2c718e',
  '2c728e2c738e2b748e2b758e2a768e2a778e2a788e29798e297a8e297b8e287c8e287d8e277e8e277f8e27808e26818e',
  '26828e26828e25838e25848e25858e24868e24878e23888e23898e238a8d228b8d228c8d228d8d218e8d218f8d21908d',
  '21918c20928c20928c20938c1f948c1f958b1f968b1f978b1f988b1f998a1f9a8a1e9b8a1e9c891e9d891f9e891f9f88',
  '1fa0881fa1881fa1871fa28720a38620a48621a58521a68522a78522a88423a98324aa8325ab8225ac8226ad8127ad81',
  '28ae8029af7f2ab07f2cb17e2db27d2eb37c2fb47c31b57b32b67a34b67935b77937b87838b9773aba763bbb753dbc74',
  '3fbc7340bd7242be7144bf7046c06f48c16e4ac16d4cc26c4ec36b50c46a52c56954c56856c66758c7655ac8645cc863',
  '5ec96260ca6063cb5f65cb5e67cc5c69cd5b6ccd5a6ece5870cf5773d05675d05477d1537ad1517cd2507fd34e81d34d',
  '84d44b86d54989d5488bd6468ed64590d74393d74195d84098d83e9bd93c9dd93ba0da39a2da37a5db36a8db34aadc32',
  'addc30b0dd2fb2dd2db5de2bb8de29bade28bddf26c0df25c2df23c5e021c8e020cae11fcde11dd0e11cd2e21bd5e21a',
  'd8e219dae319dde318dfe318e2e418e5e419e7e419eae51aece51befe51cf1e51df4e61ef6e620f8e621fbe723fde725',
];
