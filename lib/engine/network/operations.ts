import type { Arena } from './arena.ts';

/** Numbers of an operation: its code and as many fields as the largest has (c/run.c, FIELDS). */
const WORDS = 20;

/** In the order of c/run.c. */
enum Code {
  product,
  pack,
  winograd,
  packWinograd,
  gatherWindows,
  addWindows,
  maxPool,
  maxPoolGradient,
  elementwise,
  mean,
  meanGradient,
}

/** What is applied to a sum (c/product.h): `bias`, `add`, `relu`, `mask`, each left out if it is 0 or missing. */
export interface Finish {
  out: number;
  outStride: number;
  bias?: number;
  add?: number;
  addStride?: number;
  mask?: number;
  maskStride?: number;
  relu?: boolean;
}

const finishFields = ({ bias = 0, add = 0, mask = 0, out, addStride = 0, maskStride = 0, outStride, relu }: Finish) => [
  bias,
  add,
  mask,
  out,
  addStride,
  maskStride,
  outStride,
  Number(relu ?? false),
];

export interface Windows {
  image: number;
  height: number;
  width: number;
  channels: number;
  outHeight: number;
  outWidth: number;
  size: number;
  stride: number;
  pad: number;
  rows: number;
  rowStride: number;
}

export interface Pool extends Omit<Windows, 'image' | 'pad' | 'rows' | 'rowStride'> {
  in: number;
  out: number;
}

const poolFields = (p: Pool) => [p.in, p.height, p.width, p.channels, p.outHeight, p.outWidth, p.size, p.stride, p.out];

/**
 * A list of operations, run in one call: the kernels of c/, with byte offsets as pointers. Memory between operations comes from
 * {@link temporary}: released memory is reused by later operations only.
 */
export class Operations {
  private readonly words: number[] = [];
  /** Offsets of unused temporaries, by size in floats. */
  private readonly idle: { at: number; floats: number }[] = [];
  private readonly borrowed = new Map<number, number>();
  private readonly uploads: number[] = [];

  /** @param threads how many will run the list */
  constructor(
    private readonly arena: Arena,
    private readonly threads: number,
  ) {}

  temporary(floats: number): number {
    let best = -1;
    for (const [i, block] of this.idle.entries()) {
      if (block.floats >= floats && (best < 0 || block.floats < this.idle[best]!.floats)) best = i;
    }
    const { at, floats: size } =
      best >= 0 ? this.idle.splice(best, 1)[0]! : { at: this.arena.allocate(floats), floats };
    this.borrowed.set(at, size);
    return at;
  }

  release(at: number): void {
    this.idle.push({ at, floats: this.borrowed.get(at)! });
    this.borrowed.delete(at);
  }

  /** Integers that the operations read, in memory that no operation of this list writes. */
  upload(values: readonly number[]): number {
    const at = this.reserve(values.length);
    this.arena.ints(at, values.length).set(values);
    return at;
  }

  /** Like {@link upload}. */
  uploadFloats(values: Float32Array): number {
    const at = this.reserve(values.length);
    this.arena.floats(at, values.length).set(values);
    return at;
  }

  /** out [M,N] = finish(in [M,K] · b) */
  product(p: { in: number; inStride: number; M: number; K: number; N: number; b: number }, finish: Finish): void {
    this.add(Code.product, p.in, p.inStride, p.M, p.K, p.N, p.b, ...finishFields(finish));
  }

  pack(p: { from: number; rowStride: number; columnStride: number; K: number; N: number; rows?: number; to: number }) {
    this.add(Code.pack, p.from, p.rowStride, p.columnStride, p.K, p.N, p.rows ?? 0, p.to);
  }

  packWinograd(p: { from: number; K: number; N: number; turned: boolean; to: number }): void {
    this.add(Code.packWinograd, p.from, p.K, p.N, Number(p.turned), p.to);
  }

  /** 3×3, stride 1, padding 1 */
  winograd(
    p: { in: number; inStride: number; height: number; width: number; K: number; N: number; filter: number },
    finish: Finish,
  ): void {
    const tiles = Math.ceil(p.height / 2) * Math.ceil(p.width / 2);
    const tilesAtOnce = Math.min(tilesFor(p.K, p.N), Math.ceil(tiles / 4) * 4);
    const perThread = 16 * tilesAtOnce * (p.K + p.N) + p.K;
    const scratch = this.temporary(perThread * this.threads);
    const fields = [p.in, p.inStride, p.height, p.width, p.K, p.N, p.filter, ...finishFields(finish)];
    this.add(Code.winograd, ...fields, scratch, tilesAtOnce, perThread);
    this.release(scratch);
  }

  gatherWindows(windows: Windows): void {
    this.add(Code.gatherWindows, ...windowFields(windows));
  }

  addWindows(windows: Windows): void {
    this.add(Code.addWindows, ...windowFields(windows));
  }

  maxPool(p: Pool): void {
    this.add(Code.maxPool, ...poolFields(p));
  }

  maxPoolGradient(p: Pool & { dOut: number; dIn: number; maskByIn: boolean; positiveOnly: boolean }): void {
    this.add(Code.maxPoolGradient, ...poolFields(p), p.dOut, p.dIn, Number(p.maskByIn), Number(p.positiveOnly));
  }

  /** out = in (+ add), ReLU if asked, 0 where mask is not positive; up to 3 numbers beyond `count` are written too */
  elementwise(p: { in: number; add?: number; mask?: number; out: number; count: number; relu?: boolean }): void {
    this.add(Code.elementwise, p.in, p.add ?? 0, p.mask ?? 0, p.out, p.count, Number(p.relu ?? false));
  }

  mean(p: { in: number; pixels: number; stride: number; channels: number; out: number }): void {
    this.add(Code.mean, p.in, p.pixels, p.stride, p.channels, p.out);
  }

  meanGradient(p: {
    in: number;
    pixels: number;
    stride: number;
    dOut: number;
    list: number;
    count: number;
    dIn: number;
    maskByIn: boolean;
    positiveOnly: boolean;
  }): void {
    const masks = [Number(p.maskByIn), Number(p.positiveOnly)];
    this.add(Code.meanGradient, p.in, p.pixels, p.stride, 0, 0, p.dOut, p.list, p.count, p.dIn, ...masks);
  }

  /** Passes the list to `execute`, then frees its memory. */
  run(execute: (list: number, count: number) => void): void {
    const list = this.upload(this.words);
    try {
      execute(list, this.words.length / WORDS);
    } finally {
      this.free();
    }
  }

  /** Frees the list's memory. */
  free(): void {
    for (const at of this.uploads.splice(0)) this.arena.free(at);
    for (const { at } of this.idle.splice(0)) this.arena.free(at);
    for (const at of this.borrowed.keys()) this.arena.free(at);
    this.borrowed.clear();
  }

  private reserve(length: number): number {
    const at = this.arena.allocate(length);
    this.uploads.push(at);
    return at;
  }

  private add(code: Code, ...fields: number[]): void {
    this.words.push(code, ...fields);
    while (this.words.length % WORDS !== 0) this.words.push(0);
  }
}

const windowFields = (w: Windows) => [
  w.image,
  w.height,
  w.width,
  w.channels,
  w.outHeight,
  w.outWidth,
  w.size,
  w.stride,
  w.pad,
  w.rows,
  w.rowStride,
];

/** Tiles whose transforms stay in the cache; more with large filters, since the filters are reread for each group. */
function tilesFor(K: number, N: number): number {
  if (K * N > 2 ** 16) return 32;
  return K + N > 160 ? 8 : 16;
}
