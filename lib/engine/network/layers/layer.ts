import type { NetworkModule } from '../module.ts';
import type { Operations } from '../operations.ts';
import type { ReluRule } from '../relu_rule.ts';

/** Height, width and channels of one image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Byte offsets for one image: the layer's input [h,w,c], its output, and what it keeps from forward to backward. */
export interface Places {
  readonly shape: ImageShape;
  readonly x: number;
  readonly y: number;
  readonly inner: number;
}

export interface Gradient {
  /** Gradient at the output, and where to write the one at the input. */
  readonly dy: number;
  readonly dx: number;
  /** The rule for the layer's own ReLUs. */
  readonly rule: ReluRule;
  /** Whether the ReLU at the end of this layer must still be applied to dy. */
  readonly open: boolean;
  /** If the input comes from a ReLU whose gradient should be applied too: its rule. */
  readonly below: ReluRule | undefined;
}

/** A convolution's parameters. */
export interface ConvArrays {
  /** [out,in,height,width] */
  readonly weight: Float32Array;
  /** [out] */
  readonly bias: Float32Array;
}

/** A layer on the module's kernels. Everything is per image; a list of operations may cover several. */
export interface LayerKernels {
  /** Whether the output comes from a ReLU. */
  readonly endsInRelu: boolean;
  /** Whether it is a ReLU and nothing else. */
  readonly isRelu?: true;
  /** Whether its output is one vector of scores for each image. */
  readonly isScores?: true;
  /** The same layer followed by a ReLU, if that costs nothing. */
  readonly withRelu?: LayerKernels;
  /** @throws RangeError if the layer cannot take such an image */
  outputShape(shape: ImageShape): ImageShape;
  /** Numbers kept from forward to backward besides input and output. */
  innerSize(shape: ImageShape): number;
  forward(operations: Operations, places: Places): void;
  backward(operations: Operations, places: Places, gradient: Gradient): void;
  /** Frees the packed weights. */
  dispose(): void;
}

/** @throws RangeError if the number of channels is wrong */
export function checkChannels([height, width, channels]: ImageShape, expected: number): void {
  if (channels === expected) return;
  throw new RangeError(
    `This layer of the network takes images of ${expected} channels, but got [${height},${width},${channels}].`,
  );
}

export const sizeOf = ([height, width, channels]: ImageShape): number => height * width * channels;

/** The mask and clamp of the ReLU below, for a sum that becomes the gradient at its output `x`. */
export function finishBelow(below: ReluRule | undefined, x: number, stride: number) {
  if (below === undefined) return {};
  return { relu: below.positiveOnly, ...(below.maskByIn && { mask: x, maskStride: stride }) };
}

/** dy after the gradient of the ReLU that made `y`: in `to`, or dy itself if already applied. */
export function closed(
  operations: Operations,
  { dy, open, rule }: Gradient,
  y: number,
  count: number,
  to: number,
): number {
  if (!open) return dy;
  operations.elementwise({ in: dy, out: to, count, relu: rule.positiveOnly, mask: rule.maskByIn ? y : 0 });
  return to;
}

/** Weights in the module's memory, packed on first use. */
export class Weights {
  private readonly places = new Map<string, number>();

  constructor(readonly module: NetworkModule) {}

  /**
   * @param size size of the packed weights, in floats
   * @param write packs `raw`, a copy of the weights, into `to`
   */
  packed(
    name: string,
    raw: Float32Array,
    size: number,
    write: (operations: Operations, raw: number, to: number) => void,
  ): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const to = this.module.arena.allocate(size);
    this.module.run((operations) => write(operations, operations.uploadFloats(raw), to));
    this.places.set(name, to);
    return to;
  }

  /** A matrix b [K,N] for products: b[k][n] = raw[k · rowStride + n · columnStride]. */
  matrix(name: string, raw: Float32Array, K: number, N: number, rowStride: number, columnStride: number): number {
    return this.packed(name, raw, K * roundUp(N), (operations, from, to) =>
      operations.pack({ from, rowStride, columnStride, K, N, to }),
    );
  }

  /** A filter of Winograd's convolution: raw [N,K,3,3], or rotated [K,N,3,3]. */
  winograd(name: string, raw: Float32Array, K: number, N: number, turned: boolean): number {
    return this.packed(name, raw, 16 * K * N, (operations, from, to) =>
      operations.packWinograd({ from, K, N, turned, to }),
    );
  }

  /** The numbers unchanged, padded with 0 to `size`. */
  plain(name: string, raw: Float32Array, size = raw.length): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const to = this.module.arena.allocate(size);
    const values = this.module.arena.floats(to, size);
    values.fill(0);
    values.set(raw);
    this.places.set(name, to);
    return to;
  }

  dispose(): void {
    for (const at of this.places.values()) this.module.arena.free(at);
    this.places.clear();
  }
}

/** Rounds up to whole panels of 8 columns. */
export const roundUp = (columns: number): number => Math.ceil(columns / 8) * 8;
