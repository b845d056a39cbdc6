import * as tf from '@tensorflow/tfjs';

/**
 * TensorFlow.js's own transposes the result along any axis but the last: a wrong shape, or, for squares, silently wrong values.
 */
const cumsumGradient: tf.GradConfig = {
  kernelName: 'Cumsum',
  gradFunc: (dy, _saved, attrs) => {
    const { axis, exclusive, reverse } = attrs as unknown as { axis: number; exclusive: boolean; reverse: boolean };
    return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
  },
};

const depthToSpaceGradient: tf.GradConfig = {
  kernelName: 'DepthToSpace',
  gradFunc: (dys, _saved, attrs) => {
    const dy = dys as tf.Tensor4D;
    const { blockSize: b, dataFormat } = attrs as unknown as { blockSize: number; dataFormat: string };
    if (dataFormat !== 'NHWC')
      throw new Error(`depthToSpace: expected the data format NHWC, got ${dataFormat}; transpose first.`);
    const [n, height, width, channels] = dy.shape;
    return {
      x: () => {
        const blocks = tf.reshape(dy, [n, height / b, b, width / b, b, channels]);
        return tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), [n, height / b, width / b, b * b * channels]);
      },
    };
  },
};

/** Where there is only one part, `dy` comes alone, and TensorFlow.js's own fail (also behind `tf.linalg.bandPart`). */
const partsOf = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] => (Array.isArray(dy) ? dy : [dy]);

const unstackGradient: tf.GradConfig = {
  kernelName: 'Unpack',
  gradFunc: (dy, _saved, attrs) => ({
    value: () => tf.stack(partsOf(dy), (attrs as unknown as { axis: number }).axis),
  }),
};

const splitGradient: tf.GradConfig = {
  kernelName: 'SplitV',
  gradFunc: (dy, _saved, attrs) => ({ x: () => tf.concat(partsOf(dy), (attrs as unknown as { axis: number }).axis) }),
};

export const LAYOUT_GRADIENTS: tf.GradConfig[] = [cumsumGradient, depthToSpaceGradient, unstackGradient, splitGradient];
