/** Pictures of attributions, as Captum's `visualize_image_attr` draws them, without a plotting library. */
import * as tf from '@tensorflow/tfjs';
import { type ColorMapName, colorOf } from '../image/colormap.ts';
import type { Picture } from '../image/resize.ts';
import { type ArrayData, fromTensor } from '../tensor/array.ts';
import { check } from './error.ts';
import { normalizeAttr, SIGNS, type Values, type VisualizationSign } from './normalize_attr.ts';

const METHODS = ['heat_map', 'blended_heat_map', 'original_image', 'masked_image', 'alpha_scaling'] as const;

export type VisualizationMethod = (typeof METHODS)[number];

export interface VisualizeOptions {
  /**
   * - 'heat_map': the attributions in color
   * - 'blended_heat_map': the heat map over the gray original
   * - 'original_image': only the original
   * - 'masked_image': the original times the attributions
   * - 'alpha_scaling': the original on white, with the attributions as opacity
   *
   * Default 'heat_map'.
   */
  readonly method?: VisualizationMethod | undefined;
  /** Which attributions count. Default 'absolute_value'. */
  readonly sign?: VisualizationSign | undefined;
  /** The share of the total attribution, in percent, that is saturated. Default 2. */
  readonly outlierPerc?: number | undefined;
  /** Default by sign: Blues for 'absolute_value', Greens for 'positive', Reds for 'negative', red–white–green for 'all'. */
  readonly cmap?: ColorMapName | undefined;
  /** Opacity of the heat map over the original. Default 0.5. */
  readonly alphaOverlay?: number | undefined;
}

/** Heights, widths and channels, as a tensor or as plain data. */
export type ImageValues = tf.Tensor3D | ArrayData;

const DEFAULT_MAPS: Record<VisualizationSign, ColorMapName> = {
  absolute_value: 'Blues',
  positive: 'Greens',
  negative: 'Reds',
  all: 'RdWhGn',
};

/**
 * One picture of one image's attributions. Channels are summed first, then the sign is chosen, then the result is divided by
 * the smallest value at which the sorted values add up to (100 − outlierPerc) % of the total (not a percentile), clipped to
 * [−1, 1].
 *
 * Where it departs from Captum: the result is a picture of the attribution's size, without title, axes and color bar; a gray
 * original stays gray (matplotlib would color it).
 *
 * ```ts
 * const picture = visualizeImageAttr(attribution, image, { method: 'blended_heat_map', sign: 'all' });
 * ```
 *
 * @param attr [H,W,C]
 * @param originalImage [H,W,3] or [H,W,1], in 0–1 or in 0–255; optional for 'heat_map' only
 */
export function visualizeImageAttr(
  attr: ImageValues,
  originalImage?: ImageValues,
  { method = 'heat_map', sign = 'absolute_value', outlierPerc = 2, cmap, alphaOverlay = 0.5 }: VisualizeOptions = {},
): Picture {
  check(
    METHODS.includes(method),
    `Visualize Method type is not valid. Expected one of ${METHODS.join(', ')}, got ${method}.`,
  );
  check(SIGNS.includes(sign), `Visualize Sign type is not valid. Expected one of ${SIGNS.join(', ')}, got ${sign}.`);
  const attribution = plain(attr);
  const [height, width] = attribution.shape;
  const original = originalImage && bytesOf(plain(originalImage), height, width);
  if (method === 'heat_map') return picture(width, height, heatMap());
  check(original !== undefined, 'Original Image must be provided for any visualization other than heatmap.');
  switch (method) {
    case 'original_image':
      return picture(width, height, (i, c) => original[3 * i + c]!);
    case 'blended_heat_map': {
      const heat = heatMap();
      const gray = stretchedGray(original);
      return picture(width, height, (i, c) => alphaOverlay * heat(i, c) + (1 - alphaOverlay) * gray[i]!);
    }
    case 'masked_image': {
      const values = unsignedValues('masked image');
      return picture(width, height, (i, c) => Math.trunc(original[3 * i + c]! * values[i]!));
    }
    case 'alpha_scaling': {
      const values = unsignedValues('alpha scaling');
      return picture(width, height, (i, c) => {
        const opacity = Math.trunc(values[i]! * 255) / 255;
        return opacity * original[3 * i + c]! + (1 - opacity) * 255;
      });
    }
  }

  function heatMap(): (i: number, channel: number) => number {
    const values = normalizeAttr(attribution, sign, outlierPerc);
    const map = cmap ?? DEFAULT_MAPS[sign];
    return (i, channel) => colorOf(map, sign === 'all' ? (values[i]! + 1) / 2 : values[i]!)[channel as 0 | 1 | 2];
  }

  function unsignedValues(name: string): Float64Array {
    check(
      sign !== 'all',
      `Cannot display ${name} with both positive and negative attributions, choose a different sign option.`,
    );
    return normalizeAttr(attribution, sign, outlierPerc);
  }
}

export interface VisualizeMultipleOptions extends Omit<VisualizeOptions, 'method' | 'sign'> {
  readonly titles?: readonly string[] | undefined;
}

/**
 * One picture for each method, with its sign: the panels of Captum's row of plots, ready to be laid out with their titles.
 *
 * ```ts
 * const panels = visualizeImageAttrMultiple(attribution, image, ['original_image', 'heat_map'], ['all', 'positive']);
 * ```
 */
export function visualizeImageAttrMultiple(
  attr: ImageValues,
  originalImage: ImageValues | undefined,
  methods: readonly VisualizationMethod[],
  signs: readonly VisualizationSign[],
  { titles, ...options }: VisualizeMultipleOptions = {},
): { readonly picture: Picture; readonly title: string }[] {
  check(methods.length === signs.length, 'Methods and signs array lengths must match.');
  check(
    titles === undefined || titles.length === methods.length,
    'If titles list is given, length must match that of methods list.',
  );
  return methods.map((method, i) => ({
    picture: visualizeImageAttr(attr, originalImage, { ...options, method, sign: signs[i] }),
    title: titles?.[i] ?? '',
  }));
}

function plain(values: ImageValues): Values {
  const { shape, data } = values instanceof tf.Tensor ? fromTensor(values) : values;
  check(shape.length === 3, `Attributions and images have the shape [height,width,channels], got [${shape}].`);
  return { shape: shape as unknown as Values['shape'], data };
}

/** Red, green and blue in 0–255, whole numbers; an image whose largest value is at most 1 is assumed to be in 0–1. */
function bytesOf({ shape, data }: Values, height: number, width: number): Uint8Array {
  const [h, w, channels] = shape;
  check(
    h === height && w === width && (channels === 1 || channels === 3),
    `The original image must be [${height},${width},3] or [${height},${width},1], got [${shape}].`,
  );
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, data[i]!);
  const scale = largest <= 1 ? 255 : 1;
  return Uint8Array.from({ length: h * w * 3 }, (_, i) => {
    const value = channels === 3 ? data[i]! : data[Math.floor(i / 3)]!;
    return Math.min(255, Math.max(0, Math.trunc(value * scale)));
  });
}

/** The mean over the channels, from its smallest value (black) to its largest (white). */
function stretchedGray(bytes: Uint8Array): Float64Array {
  const means = Float64Array.from(
    { length: bytes.length / 3 },
    (_, i) => (bytes[3 * i]! + bytes[3 * i + 1]! + bytes[3 * i + 2]!) / 3,
  );
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const mean of means) [low, high] = [Math.min(low, mean), Math.max(high, mean)];
  return means.map((mean) => (high > low ? colorOf('gray', (mean - low) / (high - low))[0] : 0));
}

/** @param valueAt value of pixel i and channel c, 0–255; rounded */
function picture(width: number, height: number, valueAt: (i: number, c: number) => number): Picture {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.round(valueAt(Math.floor(i / 3), i % 3)));
  return { width, height, data };
}
