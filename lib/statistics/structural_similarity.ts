/** Structural similarity of two gray images. */
import { type ArrayData, sizeOf } from '../tensor/array.ts';

const WINDOW = 11;
const SIGMA = 1.5;
const [K1, K2] = [0.01, 0.03];

/**
 * SSIM: how much alike mean, contrast and structure are in each window of 11×11 pixels, averaged over the windows.
 *
 * Wang, Bovik, Sheikh, Simoncelli, Image Quality Assessment, 2004, equation 13, with its Gaussian window (σ = 1.5) and constants
 * (K1 = 0.01, K2 = 0.03). Windows lie inside the image, as in the authors' code.
 *
 * @param a [H,W], at least 11×11
 * @param b of the same shape
 * @param range the difference between the largest and smallest value there may be
 * @returns from −1 to 1; 1 only for equal images
 * @throws RangeError if the shapes differ or are too small
 */
export function structuralSimilarity(a: ArrayData, b: ArrayData, range = 1): number {
  const [height, width] = a.shape as [number, number];
  const fits = a.shape.length === 2 && `${a.shape}` === `${b.shape}` && Math.min(height, width) >= WINDOW;
  if (!fits) {
    throw new RangeError(
      `SSIM needs two images [H,W] of the same shape, at least ${WINDOW}×${WINDOW}. Got [${a.shape}] and [${b.shape}].`,
    );
  }
  const windowMeans = (valueAt: (i: number) => number) =>
    blur(
      Float64Array.from({ length: sizeOf(a.shape) }, (_, i) => valueAt(i)),
      height,
      width,
    );
  const meanA = windowMeans((i) => a.data[i]!);
  const meanB = windowMeans((i) => b.data[i]!);
  const squareA = windowMeans((i) => a.data[i]! ** 2);
  const squareB = windowMeans((i) => b.data[i]! ** 2);
  const product = windowMeans((i) => a.data[i]! * b.data[i]!);
  const [c1, c2] = [(K1 * range) ** 2, (K2 * range) ** 2];
  let total = 0;
  for (let i = 0; i < meanA.length; i++) {
    const [ma, mb] = [meanA[i]!, meanB[i]!];
    const [varianceA, varianceB] = [squareA[i]! - ma * ma, squareB[i]! - mb * mb];
    const covariance = product[i]! - ma * mb;
    total += ((2 * ma * mb + c1) * (2 * covariance + c2)) / ((ma * ma + mb * mb + c1) * (varianceA + varianceB + c2));
  }
  return total / meanA.length;
}

/** The weighted mean of every window: [H − 10, W − 10], first along the rows, then along the columns. */
function blur(values: Float64Array, height: number, width: number): Float64Array {
  const outWidth = width - WINDOW + 1;
  const outHeight = height - WINDOW + 1;
  const rows = new Float64Array(height * outWidth);
  for (let i = 0; i < rows.length; i++) {
    const start = Math.floor(i / outWidth) * width + (i % outWidth);
    for (let k = 0; k < WINDOW; k++) rows[i]! += WEIGHTS[k]! * values[start + k]!;
  }
  const result = new Float64Array(outHeight * outWidth);
  for (let i = 0; i < result.length; i++) {
    for (let k = 0; k < WINDOW; k++) result[i]! += WEIGHTS[k]! * rows[i + k * outWidth]!;
  }
  return result;
}

const WEIGHTS = gaussian();

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: WINDOW }, (_, k) =>
    Math.exp(-((k - (WINDOW - 1) / 2) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
