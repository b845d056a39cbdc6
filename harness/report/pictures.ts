/** An answer that is a map, as three pictures: expected, the student's, and the difference. */

import { colorOf, type Rgb } from '#lib/image/colormap.ts';
import { encodePng } from '#lib/image/png.ts';
import { type ArrayData, sizeOf } from '#lib/tensor/array.ts';
import type { ReportedRun } from './summary.ts';

export interface MapPicture {
  readonly title: 'expected' | 'yours' | 'difference';
  /** What the colors mean. */
  readonly caption: string;
  /** `data:image/png;base64,...` */
  readonly dataUri: string;
  readonly width: number;
  readonly height: number;
}

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** The example (first axis) on which the two are furthest apart; of several channels, the strongest value at each position. */
export function mapPictures({ actual, expected }: NonNullable<ReportedRun['comparison']>): MapPicture[] {
  const difference = { ...expected, data: Float32Array.from(expected.data, (e, i) => finite(actual.data[i]!) - e) };
  const example = furthest(difference);
  const planes = [expected, actual, difference].map((array) => planeOf(array, example)) as [Plane, Plane, Plane];
  const scale = strongest(planes[0]) || strongest(planes[1]) || 1;
  const signed = planes[0].values.some((v) => v < 0) || planes[1].values.some((v) => v < 0);
  const gap = strongest(planes[2]);
  const range = signed ? `blue ${show(-scale)}, white 0, red ${show(scale)}` : `dark 0, bright ${show(scale)}`;
  const color = signed ? signedColor : (v: number) => colorOf('viridis', v);
  const of = actual.shape[0]! > 1 ? `example ${example} of ${actual.shape[0]}; ` : '';
  return [
    draw('expected', `${of}${range}`, planes[0], scale, color),
    draw('yours', `the same colors; strongest ${show(strongest(planes[1]))}`, planes[1], scale, color),
    draw(
      'difference',
      `yours minus expected: blue ${show(-gap)}, white 0, red ${show(gap)}`,
      planes[2],
      gap || 1,
      signedColor,
    ),
  ];
}

function furthest({ shape, data }: ArrayData): number {
  const size = sizeOf(shape.slice(1));
  const worst = Array.from({ length: shape[0]! }, (_, n) =>
    Float32Array.from(data.subarray(n * size, (n + 1) * size)).reduce((most, d) => Math.max(most, Math.abs(d)), 0),
  );
  return worst.indexOf(Math.max(...worst));
}

function planeOf({ shape, data }: ArrayData, example: number): Plane {
  const [, height = 0, width = 0, channels = 1] = shape;
  const values = Float64Array.from({ length: height * width }, (_, i) => {
    let strong = 0;
    for (let c = 0; c < channels; c++) {
      const value = finite(data[(example * height * width + i) * channels + c]!);
      if (Math.abs(value) > Math.abs(strong)) strong = value;
    }
    return strong;
  });
  return { width, height, values };
}

function draw(
  title: MapPicture['title'],
  caption: string,
  { width, height, values }: Plane,
  scale: number,
  color: (v: number) => Rgb,
): MapPicture {
  const data = new Uint8Array(3 * values.length);
  values.forEach((value, i) => {
    data.set(color(value / scale), 3 * i);
  });
  const png = Buffer.from(encodePng({ width, height, data })).toString('base64');
  return { title, caption, dataUri: `data:image/png;base64,${png}`, width, height };
}

/** Blue below 0, red above: distinguishable with every kind of color vision. */
function signedColor(value: number): Rgb {
  return value < 0 ? colorOf('Blues', -value) : colorOf('Reds', value);
}

const strongest = ({ values }: Plane): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
const show = (value: number): string => String(Number(value.toPrecision(2)));
