import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Most bytes of filters in one cache: SqueezeNet has 5 MB, ResNet-50 94 MB. */
const MAX_BYTES = 128 * 2 ** 20;

type Arrange = (wasm: BackendWasm, filter: tf.TensorInfo) => tf.TensorInfo;

interface Kept {
  arranged: tf.TensorInfo;
  filterShape: number[];
  bytes: number;
}

/**
 * Filters rearranged for the gradient of a convolution, each cached for the lifetime of the original.
 *
 * Keyed by data id, because a network's filters persist while gradients are taken, and XNNPACK packs each filter only once. A
 * data id's data is never overwritten, so an entry is stale only when its data is gone (training creates new data each step).
 * Adding an entry evicts stale ones, and the oldest beyond MAX_BYTES.
 */
export class FilterCache {
  private readonly kept = new Map<object, Kept>();
  private bytes = 0;

  constructor(
    private readonly wasm: BackendWasm,
    private readonly arrange: Arrange,
  ) {}

  /** The rearranged filter. Owned by the cache: do not dispose of it. */
  get(filter: tf.TensorInfo): tf.TensorInfo {
    const hit = this.kept.get(filter.dataId);
    // Reshape shares data, so the same data can have another shape.
    if (hit !== undefined && tf.util.arraysEqual(hit.filterShape, filter.shape)) return hit.arranged;
    const bytes = 4 * tf.util.sizeFromShape(filter.shape);
    this.free(filter.dataId);
    for (const source of this.kept.keys()) {
      if (!this.wasm.dataIdMap.has(source) || this.bytes + bytes > MAX_BYTES) this.free(source);
    }
    const arranged = this.arrange(this.wasm, filter);
    this.kept.set(filter.dataId, { arranged, filterShape: filter.shape, bytes });
    this.bytes += bytes;
    return arranged;
  }

  private free(source: object): void {
    const entry = this.kept.get(source);
    if (entry === undefined) return;
    this.wasm.disposeData(entry.arranged.dataId);
    this.bytes -= entry.bytes;
    this.kept.delete(source);
  }
}

/** [h,w,in,out] → [h,w,out,in], rotated by 180°. */
export function turn(wasm: BackendWasm, filter: tf.TensorInfo): tf.TensorInfo {
  const [height, width, inChannels, outChannels] = filter.shape as [number, number, number, number];
  const turned = wasm.makeOutput([height, width, outChannels, inChannels], 'float32');
  const from = wasm.typedArrayFromHeap(filter);
  const to = wasm.typedArrayFromHeap(turned);
  const spots = height * width;
  const size = inChannels * outChannels;
  for (let spot = 0; spot < spots; spot++) {
    transposeInto(to, (spots - 1 - spot) * size, from, spot * size, inChannels, outChannels);
  }
  return turned;
}

/** [h,w,in,out] → [1, out, h·w·in]. */
export function flattenTransposed(wasm: BackendWasm, filter: tf.TensorInfo): tf.TensorInfo {
  const outChannels = filter.shape[3]!;
  const rows = tf.util.sizeFromShape(filter.shape) / outChannels;
  const flat = wasm.makeOutput([1, outChannels, rows], 'float32');
  transposeInto(wasm.typedArrayFromHeap(flat), 0, wasm.typedArrayFromHeap(filter), 0, rows, outChannels);
  return flat;
}

type Values = tf.backend_util.TypedArray;

function transposeInto(
  to: Values,
  toStart: number,
  from: Values,
  fromStart: number,
  rows: number,
  columns: number,
): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) to[toStart + c * rows + r] = from[fromStart + r * columns + c]!;
  }
}
