import * as tf from '@tensorflow/tfjs';

/** The position in a flat array of every element of `shape`, int32. */
function positionsOf(shape: number[]): tf.Tensor {
  return tf.reshape(tf.range(0, tf.util.sizeFromShape(shape), 1, 'int32'), shape);
}

/** Zeros of `shape`, to which each `dy[i]` is added at the flat position `positions[i]`. */
function scatterAdd(dy: tf.Tensor, positions: tf.Tensor, shape: number[]): tf.Tensor {
  const flat = tf.scatterND(tf.reshape(positions, [-1, 1]), tf.reshape(dy, [-1]), [tf.util.sizeFromShape(shape)]);
  return tf.reshape(flat, shape);
}

/**
 * The gradient of a kernel that picks elements of one input: picks from the flat positions in the same way, and adds each `dy`
 * where its element came from. Correct for every axis, batch dimension, stride and repeated index.
 */
function pickGradient(kernelName: string, input: string, others: string[]): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: [input, ...others],
    gradFunc: (dy, saved, attrs) => {
      const [x, ...rest] = saved as [tf.Tensor, ...tf.Tensor[]];
      const gradients: Record<string, () => tf.Tensor> = {
        [input]: () => {
          const inputs = {
            [input]: positionsOf(x.shape),
            ...Object.fromEntries(others.map((name, i) => [name, rest[i]!])),
          };
          const positions = tf.engine().runKernel(kernelName, inputs, attrs) as tf.Tensor;
          return scatterAdd(dy as tf.Tensor, positions, x.shape);
        },
      };
      for (const [i, name] of others.entries()) gradients[name] = () => tf.zeros(rest[i]!.shape);
      return gradients;
    },
  };
}

const scatterGradient: tf.GradConfig = {
  kernelName: 'ScatterNd',
  inputsToSave: ['indices'],
  gradFunc: (dy, saved) => {
    const indices = saved[0]!;
    return {
      indices: () => tf.zeros(indices.shape),
      updates: () => tf.gatherND(dy as tf.Tensor, indices),
    };
  },
};

const tensorScatterUpdateGradient: tf.GradConfig = {
  kernelName: 'TensorScatterUpdate',
  inputsToSave: ['indices', 'updates'],
  gradFunc: (dys, saved) => {
    const dy = dys as tf.Tensor;
    const [indices, updates] = saved as [tf.Tensor, tf.Tensor];
    return {
      // Not an update of `dy` itself: the CPU kernel writes into its input.
      tensor: () => tf.mul(dy, tf.tensorScatterUpdate(tf.ones(dy.shape), indices, tf.zeros(updates.shape))),
      indices: () => tf.zeros(indices.shape),
      updates: () => tf.gatherND(dy, indices),
    };
  },
};

/** Only for the values: the indices are a step function. */
const topKGradient: tf.GradConfig = {
  kernelName: 'TopK',
  inputsToSave: ['x'],
  outputsToSave: [false, true],
  gradFunc: (dys, saved) => {
    const dValues = (dys as tf.Tensor[])[0]!;
    const [x, indices] = saved as [tf.Tensor, tf.Tensor];
    return {
      x: () => {
        const depth = x.shape.at(-1)!;
        const where = tf.cast(tf.oneHot(tf.cast(indices, 'int32'), depth), 'float32');
        return tf.sum(tf.mul(where, tf.expandDims(dValues, -1)), -2);
      },
    };
  },
};

/**
 * Gradients of indexing: TensorFlow.js lacks most of them; that of `gather` fails with two batch dimensions, and that of
 * `mirrorPad` ignores the mirrored border.
 */
export const INDEXING_GRADIENTS: tf.GradConfig[] = [
  pickGradient('GatherV2', 'x', ['indices']),
  pickGradient('GatherNd', 'params', ['indices']),
  pickGradient('StridedSlice', 'x', []),
  pickGradient('MirrorPad', 'x', []),
  scatterGradient,
  tensorScatterUpdateGradient,
  topKGradient,
];
