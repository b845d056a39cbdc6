import * as tf from '@tensorflow/tfjs';

/**
 * The gradient of `tf.einsum`, which TensorFlow.js lacks: for y = einsum('A,B->O', a, b), da = einsum('O,B->A', dy, b), and da
 * is repeated along labels that only A has, over which the forward pass summed.
 */
export const EINSUM_GRADIENT: tf.GradConfig = {
  kernelName: 'Einsum',
  saveAllInputs: true,
  gradFunc: (dys, inputs, attrs) => {
    const dy = dys as tf.Tensor;
    const { equation } = attrs as unknown as { equation: string };
    const [left, output] = equation.replace(/\s/g, '').split('->') as [string, string];
    const terms = left.split(',');
    const gradients: Record<string, () => tf.Tensor> = {};
    for (const [i, x] of inputs.entries()) {
      const labels = terms[i]!;
      const factors = [{ labels: output, x: dy }];
      for (const [j, other] of inputs.entries()) if (j !== i) factors.push({ labels: terms[j]!, x: other });
      gradients[String(i)] = () => {
        const known = [...labels].filter((label) => factors.some((factor) => factor.labels.includes(label)));
        const summed = contract(factors, known.join(''));
        const kept = x.shape.map((size, axis) => (known.includes(labels[axis]!) ? size : 1));
        return tf.broadcastTo(tf.reshape(summed, kept), x.shape);
      };
    }
    return gradients;
  },
};

/** `tf.einsum` of one or two factors; a scalar (which `tf.einsum` refuses) multiplies. */
function contract(factors: { labels: string; x: tf.Tensor }[], output: string): tf.Tensor {
  const arrays = factors.filter(({ labels }) => labels !== '');
  const scalars = factors.filter(({ labels }) => labels === '');
  const equation = `${arrays.map(({ labels }) => labels).join(',')}->${output}`;
  const product = arrays.length > 0 ? tf.einsum(equation, ...arrays.map(({ x }) => x)) : tf.scalar(1);
  return scalars.reduce((result, { x }) => tf.mul(result, x), product);
}
