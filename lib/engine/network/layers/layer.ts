import type { NetworkModule } from '../module.ts';
import type { Operations } from '../operations.ts';
import type { ReluRule } from '../relu_rule.ts';

/** Height, width and channels of one image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Where things lie for one image, as byte offsets: the layer's input [h,w,c], its output, and what it keeps between them. */
export interface Places {
  readonly shape: ImageShape;
  readonly x: number;
  readonly y: number;
  readonly inner: number;
}

export interface Gradient {
  /** Gradient at the output, and where the one at the input goes. */
  readonly dy: number;
  readonly dx: number;
  /** The rule of the layer's own ReLUs. */
  readonly rule: ReluRule;
  /** Whether the ReLU that ends this layer is still to be applied to dy. */
  readonly open: boolean;
  /** If the input comes from a ReLU whose gradient is wanted too: its rule. */
  readonly below: ReluRule | undefined;
}

/** A convolution's parameters. */
export interface ConvArrays {
  /** [out,in,height,width] */
  readonly weight: Float32Array;
  /** [out] */
  readonly bias: Float32Array;
}

/** A layer of a network, on the module's kernels. Everything is for one image; a list of operations may have several. */
export interface LayerKernels {
  /** Whether the output is that of a ReLU. */
  readonly endsInRelu: boolean;
  /** Whether it is a ReLU and nothing else. */
  readonly isRelu?: true;
  /** Whether its output is one vector of scores for each image. */
  readonly isScores?: true;
  /** The same layer with a ReLU behind it, if that costs nothing. */
  readonly withRelu?: LayerKernels;
  /** @throws RangeError where the layer takes no such image */
  outputShape(shape: ImageShape): ImageShape;
  /** Numbers kept from forward to backward besides input and output. */
  innerSize(shape: ImageShape): number;
  forward(operations: Operations, places: Places): void;
  backward(operations: Operations, places: Places, gradient: Gradient): void;
  /** Frees the packed weights. */
  dispose(): void;
}

/** @throws RangeError where the channels are not those that the layer takes */
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

/** dy behind the ReLU that made `y`: `to`, or dy itself if that has been done. */
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

/** Weights in the module's memory, packed when they are first needed. */
export class Weights {
  private readonly places = new Map<string, number>();

  constructor(readonly module: NetworkModule) {}

  /**
   * @param size of what is kept, in floats
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

  /** A filter of Winograd's convolution: raw [N,K,3,3], or turned [K,N,3,3]. */
  winograd(name: string, raw: Float32Array, K: number, N: number, turned: boolean): number {
    return this.packed(name, raw, 16 * K * N, (operations, from, to) =>
      operations.packWinograd({ from, K, N, turned, to }),
    );
  }

  /** The numbers as they are, `size` of them, the rest 0. */
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

/** To whole panels of 8 columns. */
export const roundUp = (columns: number): number => Math.ceil(columns / 8) * 8;
