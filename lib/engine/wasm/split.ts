import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel, stockKernel } from '../registry.ts';

/** Split (the gradient of concat) inside the heap: WASM's own copies the whole input for each part. */
export function installSplit(): void {
  const stock = stockKernel('SplitV', 'wasm');
  replaceKernel({
    kernelName: 'SplitV',
    backendName: 'wasm',
    kernelFunc: (call) => {
      const x = call.inputs.x as tf.TensorInfo;
      if (x.dtype === 'string') return stock(call); // strings are not in the heap
      const wasm = call.backend as BackendWasm;
      const { numOrSizeSplits, axis } = call.attrs as unknown as tf.SplitVAttrs;
      const along = tf.util.parseAxisParam(axis, x.shape)[0]!;
      const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, along);
      const outer = tf.util.sizeFromShape(x.shape.slice(0, along));
      const bytesPerStep = tf.util.bytesPerElement(x.dtype) * tf.util.sizeFromShape(x.shape.slice(along + 1));
      const xRow = x.shape[along]! * bytesPerStep;
      let start = 0; // the part's offset in a row of x, in bytes
      return sizes.map((size) => {
        const part = wasm.makeOutput([...x.shape.slice(0, along), size, ...x.shape.slice(along + 1)], x.dtype);
        const partRow = size * bytesPerStep;
        const to = wasm.typedArrayFromHeap(part).byteOffset;
        const { buffer, byteOffset } = wasm.typedArrayFromHeap(x); // after makeOutput: growing memory is a new buffer
        const heap = new Uint8Array(buffer);
        const from = byteOffset + start;
        for (let i = 0; i < outer; i++) heap.copyWithin(to + i * partRow, from + i * xRow, from + i * xRow + partRow);
        start += partRow;
        return part;
      });
    },
  });
}
