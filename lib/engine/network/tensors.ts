import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Arena } from './arena.ts';
import { Block } from './block.ts';

interface Data {
  references: number;
  /** The block of the tensor's numbers, or the blocks that a tensor without numbers keeps alive. */
  readonly blocks: readonly Block[];
  readonly kept: boolean;
}

/**
 * Tensors whose numbers lie in the network's memory. To TensorFlow.js this is one more backend, without kernels: the numbers
 * move to the backend in use (`moveData`) only when another kernel reads the tensor.
 */
export class NetworkTensors extends tf.KernelBackend {
  private readonly data = new Map<object, Data>();

  constructor(private readonly arena: Arena) {
    super();
  }

  /** A tensor that takes over the block. */
  tensorOf(block: Block, shape: readonly number[]): tf.Tensor {
    return this.register([block], shape, false);
  }

  /** A tensor without numbers that takes over the blocks and keeps them alive. */
  keeping(blocks: readonly Block[]): tf.Tensor {
    return this.register(blocks, [0], true);
  }

  /** The tensor's block, or a new one with a copy of its numbers; the caller releases it. */
  blockOf(x: tf.Tensor): Block {
    const data = this.data.get(x.dataId);
    if (data !== undefined) return data.blocks[0]!.hold();
    const block = new Block(this.arena, x.size);
    const { at } = block; // before the view: growing memory is a new buffer
    const heap = (tf.backend() as BackendWasm).typedArrayFromHeap(x) as Float32Array;
    this.arena.floats(at, x.size).set(heap);
    return block;
  }

  override readSync(dataId: object): Float32Array {
    const { blocks, kept } = this.data.get(dataId)!;
    return kept ? new Float32Array(0) : blocks[0]!.values.slice();
  }

  override async read(dataId: object): Promise<Float32Array> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const data = this.data.get(dataId);
    if (data === undefined) return true;
    data.references--;
    if (data.references > 0 && !force) return false;
    this.data.delete(dataId);
    for (const block of data.blocks) block.release();
    return true;
  }

  override refCount(dataId: object): number {
    return this.data.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    this.data.get(dataId)!.references++;
  }

  override numDataIds(): number {
    return this.data.size;
  }

  private register(blocks: readonly Block[], shape: readonly number[], kept: boolean): tf.Tensor {
    const dataId = {};
    this.data.set(dataId, { references: 1, blocks, kept });
    return tf.engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype: 'float32' }, this);
  }
}
