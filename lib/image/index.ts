/** Pictures in and out: any file → a tensor a network takes → a PNG. */
import * as tf from '@tensorflow/tfjs';
import { CourseError } from '../errors.ts';
import { readInputFile, writeFileAtomically } from '../files.ts';
import { decodePicture, MAX_PIXELS, type OnNote } from './decode.ts';
import { encodePng } from './png.ts';
import { type Picture, resizePicture, sizeForSmallerSide } from './resize.ts';

export type { OnNote } from './decode.ts';
export { deprocess, preprocess } from './normalize.ts';

export interface LoadImageOptions {
  /** Shorter side in pixels; by default the picture's own. The other side scales with it. */
  readonly size?: number | undefined;
  /** Most pixels it may have at that size; by default as many as a file may have. */
  readonly maxPixels?: number;
  /** Called for each conversion, with a part of a sentence: rotation, transparency, 16 bit, grayscale, size. */
  readonly onNote?: OnNote;
}

/**
 * Loads a JPEG, PNG, WebP (or anything sharp reads): rotated by EXIF orientation, transparency on white, 8 bits per channel,
 * RGB. Resized as torchvision's `Resize(size)` does: bilinear, antialiased.
 * @returns [H,W,3], float32, 0–255
 * @throws CourseError naming the file, if it is missing, broken, not a picture, or over 100 million pixels
 */
export async function loadImage(
  path: string,
  { size, maxPixels = MAX_PIXELS, onNote = () => {} }: LoadImageOptions = {},
): Promise<tf.Tensor3D> {
  if (size !== undefined && !(Number.isInteger(size) && size > 0)) {
    throw new RangeError(`loadImage: size must be a positive whole number of pixels, got ${size}.`);
  }
  const picture = await decodePicture(await readInputFile(path), path, onNote);
  return pictureToTensor(size === undefined ? picture : toSize(picture, { size, maxPixels, path, onNote }));
}

/**
 * Writes a PNG, atomically; values are rounded and clipped to 0–255.
 * @param image [H,W,3], 0–255
 */
export async function saveImage(path: string, image: tf.Tensor3D): Promise<void> {
  if (!path.toLowerCase().endsWith('.png'))
    throw new CourseError(`${path}: pictures are saved as PNG. Use a name ending in .png.`);
  await writeFileAtomically(path, encodePng(tensorToPicture(image)));
}

/** @param image [H,W,3], 0–255 */
export function tensorToPicture(image: tf.Tensor3D): Picture {
  const [height, width, channels] = image.shape;
  if (image.rank !== 3 || channels !== 3)
    throw new RangeError(`Expected an image [H,W,3], got shape [${image.shape}].`);
  // Uint8ClampedArray rounds to nearest and clips.
  return { width, height, data: new Uint8Array(Uint8ClampedArray.from(image.dataSync()).buffer) };
}

/** @returns [H,W,3], float32, 0–255 */
function pictureToTensor({ width, height, data }: Picture): tf.Tensor3D {
  return tf.tensor3d(Float32Array.from(data), [height, width, 3]);
}

function toSize(
  picture: Picture,
  { size, maxPixels, path, onNote }: { size: number; maxPixels: number; path: string; onNote: OnNote },
): Picture {
  const { width, height } = sizeForSmallerSide(picture.width, picture.height, size);
  if (width * height > maxPixels) {
    throw new CourseError(
      `${path} has ${picture.width}×${picture.height} pixels; with a shorter side of ${size} it would have ${width}×${height}, and at most ${maxPixels} pixels are supported. Crop it closer to a square, or choose a smaller size.`,
    );
  }
  if (width === picture.width && height === picture.height) return picture;
  onNote(`resized from ${picture.width}×${picture.height} to ${width}×${height} pixels`);
  return resizePicture(picture, width, height);
}
