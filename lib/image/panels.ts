/** Panels of a figure: pictures, colored maps, maps over pictures, signed images, charts. */
import type * as tf from '@tensorflow/tfjs';
import { type ArrayData, fromTensor, isArrayData } from '../tensor/array.ts';
import type { Chart } from './chart.ts';
import { type ColorMapName, colorTable, DIVERGING } from './colormap.ts';
import { type Picture, resizePicture } from './resize.ts';

export interface Labels {
  /** Above the panel, e.g. a class's name. */
  readonly title?: string;
  /** Below it, e.g. a probability. */
  readonly subtitle?: string;
}

/** A picture: [H,W,3], 0–255. */
export type ImageValues = tf.Tensor3D | ArrayData | Picture;

export interface ImagePanel extends Labels {
  readonly image: ImageValues;
}

/** One number per pixel, in colors. */
export interface MapPanel extends Labels {
  /** [H,W] */
  readonly map: tf.Tensor2D | ArrayData;
  /** Default: viridis, and jet over a picture. */
  readonly colorMap?: ColorMapName;
  /** The values at the ends of the color map; default: the map's own minimum and maximum, or ± its largest magnitude if diverging. */
  readonly range?: readonly [low: number, high: number];
  /** Draws a color bar beside the panel. Default false. */
  readonly colorBar?: boolean;
  /** A picture under the map, which is resized to it. */
  readonly over?: ImageValues;
  /** Opacity of the map over the picture, from 0 to 1. Default 0.5. */
  readonly opacity?: number;
}

/** A signed image, such as a gradient: zero is a neutral gray. */
export interface SignedPanel extends Labels {
  /** [H,W,3]; scaled by the 99.5th percentile of its magnitudes, so that a few outliers do not make everything else gray. */
  readonly signed: tf.Tensor3D | ArrayData;
}

export interface ChartPanel extends Labels {
  readonly chart: Chart;
}

export type Panel = ImagePanel | MapPanel | SignedPanel | ChartPanel;

const NEUTRAL = 128;
const OUTLIER_QUANTILE = 0.995;
/** From this magnification on, a coarse map's cells are drawn as squares: blurring would suggest detail that is not there. */
const SQUARES_FROM = 4;

/** A panel other than a chart → its picture, and the range of its colors. */
export function paintPanel(
  panel: ImagePanel | MapPanel | SignedPanel,
): Picture & { range?: readonly [number, number] } {
  if ('image' in panel) return toPicture(panel.image);
  if ('signed' in panel) return paintSigned(toArray(panel.signed));
  const map = toArray(panel.map);
  const colorMap = panel.colorMap ?? (panel.over ? 'jet' : 'viridis');
  const range = panel.range ?? (DIVERGING.includes(colorMap) ? aboutZero(map.data) : extent(map.data));
  const colors = paintMap(map, colorMap, range);
  if (!panel.over) return { ...colors, range };
  const picture = toPicture(panel.over);
  return { ...blend(picture, resizePicture(colors, picture.width, picture.height), panel.opacity ?? 0.5), range };
}

/** @param map [H,W]; `range` maps to the ends of the color map. A constant map gets the lowest color. */
export function paintMap(map: ArrayData, colorMap: ColorMapName, [low, high]: readonly [number, number]): Picture {
  const [height, width] = imageSize(map, 2, 'a map [H,W]');
  const table = colorTable(colorMap);
  const data = new Uint8Array(3 * map.data.length);
  for (let i = 0; i < map.data.length; i++) {
    const unit = high > low ? ((map.data[i] as number) - low) / (high - low) : 0;
    const at = 3 * Math.max(0, Math.min(255, Math.floor(unit * 256)));
    for (let c = 0; c < 3; c++) data[3 * i + c] = table[at + c] as number;
  }
  return { width, height, data };
}

export function paintSigned(image: ArrayData): Picture {
  const [height, width] = imageSize(image, 3, 'a signed image [H,W,3]');
  const magnitudes = Float32Array.from(image.data, Math.abs).sort();
  const largest = magnitudes.at(-1) ?? 0;
  const scale = magnitudes[Math.floor(OUTLIER_QUANTILE * (magnitudes.length - 1))] || largest || 1;
  const data = Uint8ClampedArray.from(image.data, (value) => NEUTRAL + (127 * value) / scale);
  return { width, height, data: new Uint8Array(data.buffer) };
}

function blend(under: Picture, over: Picture, opacity: number): Picture {
  const data = under.data.map((value, i) => Math.round(value + ((over.data[i] as number) - value) * opacity));
  return { ...under, data };
}

/** Scaled so that the longer side has `size` pixels. */
export function fitPicture(picture: Picture, size: number): Picture {
  const scale = size / Math.max(picture.width, picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  return scale >= SQUARES_FROM ? enlargeAsSquares(picture, width, height) : resizePicture(picture, width, height);
}

function enlargeAsSquares(picture: Picture, width: number, height: number): Picture {
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * picture.height) / height);
    for (let x = 0; x < width; x++) {
      const from = 3 * (row * picture.width + Math.floor((x * picture.width) / width));
      data.set(picture.data.subarray(from, from + 3), 3 * (y * width + x));
    }
  }
  return { width, height, data };
}

function toPicture(values: ImageValues): Picture {
  if ('width' in values) return values;
  const array = toArray(values);
  const [height, width] = imageSize(array, 3, 'an image [H,W,3]');
  return { width, height, data: new Uint8Array(Uint8ClampedArray.from(array.data).buffer) };
}

function toArray(values: tf.Tensor | ArrayData): ArrayData {
  return isArrayData(values) ? values : fromTensor(values);
}

function imageSize({ shape }: ArrayData, rank: number, what: string): [number, number] {
  if (shape.length !== rank || (rank === 3 && shape[2] !== 3)) {
    throw new RangeError(`Expected ${what} for a figure, got shape [${shape}]. Slice or squeeze one out of a batch.`);
  }
  return [shape[0] as number, shape[1] as number];
}

function aboutZero(data: ArrayLike<number>): [number, number] {
  const largest = Math.max(...extent(data).map(Math.abs));
  return [-largest, largest];
}

function extent(data: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    low = Math.min(low, data[i] as number);
    high = Math.max(high, data[i] as number);
  }
  return [low, high];
}
