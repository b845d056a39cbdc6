/** Pictures as bytes, and the resize of torchvision's `Resize` on a PIL picture: bilinear, antialiased. */

/** RGB, row-major, 3 bytes per pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Pillow's fixed point: weights in units of 2^-22, so that 255 times a weight still fits into 32 bits. */
const PRECISION_BITS = 22;

/** The shorter side becomes `size` pixels, the other scales with it (rounded down, as in torchvision). */
export function sizeForSmallerSide(width: number, height: number, size: number): { width: number; height: number } {
  return width <= height
    ? { width: size, height: Math.max(1, Math.floor((size * height) / width)) }
    : { width: Math.max(1, Math.floor((size * width) / height)), height: size };
}

/**
 * The same bytes as Pillow's `resize(..., BILINEAR)` (libImaging/Resample.c): a triangle filter as wide as the scale, so that
 * shrinking averages instead of skipping pixels; first along rows, then along columns, rounded to bytes in between.
 */
export function resizePicture(picture: Picture, width: number, height: number): Picture {
  let { data } = picture;
  if (width !== picture.width) {
    data = resample(data, filterWeights(picture.width, width), {
      lines: picture.height,
      inLine: 3 * picture.width,
      outLine: 3 * width,
      step: 3,
    });
  }
  if (height !== picture.height) {
    data = resample(data, filterWeights(picture.height, height), {
      lines: width,
      inLine: 3,
      outLine: 3,
      step: 3 * width,
    });
  }
  return { width, height, data };
}

interface Tap {
  readonly first: number;
  readonly weights: Int32Array;
}

function filterWeights(inputSize: number, outputSize: number): Tap[] {
  const scale = inputSize / outputSize;
  const filterScale = Math.max(scale, 1);
  return Array.from({ length: outputSize }, (_, i) => {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - filterScale + 0.5));
    const end = Math.min(inputSize, Math.trunc(center + filterScale + 0.5));
    const weights = Array.from({ length: end - first }, (_, j) =>
      Math.max(0, 1 - Math.abs((j + first - center + 0.5) / filterScale)),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: Int32Array.from(weights, (w) => Math.trunc((w / sum) * 2 ** PRECISION_BITS + 0.5)) };
  });
}

/** Resamples every line (row or column); `step` bytes lie between neighbors on a line, `inLine`/`outLine` between lines. */
function resample(
  input: Uint8Array,
  taps: readonly Tap[],
  { lines, inLine, outLine, step }: { lines: number; inLine: number; outLine: number; step: number },
): Uint8Array {
  const output = new Uint8Array(lines * taps.length * 3);
  const half = 1 << (PRECISION_BITS - 1);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < taps.length; i++) {
      const { first, weights } = taps[i] as Tap;
      let [r, g, b] = [half, half, half];
      let from = line * inLine + first * step;
      for (let j = 0; j < weights.length; j++, from += step) {
        const weight = weights[j] as number;
        r += weight * (input[from] as number);
        g += weight * (input[from + 1] as number);
        b += weight * (input[from + 2] as number);
      }
      const to = line * outLine + i * step;
      // Bytes wrap where Pillow clips, but the sum of the rounded weights exceeds 1 only by a few 2^-22: 255.5 is never
      // reached.
      output[to] = r >> PRECISION_BITS;
      output[to + 1] = g >> PRECISION_BITS;
      output[to + 2] = b >> PRECISION_BITS;
    }
  }
  return output;
}
