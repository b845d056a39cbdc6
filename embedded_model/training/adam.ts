import type { Parameters } from './network.ts';

export interface Moments {
  /** Running means of the gradient and of its square, by parameter. */
  readonly first: Readonly<Record<string, Float32Array>>;
  readonly second: Readonly<Record<string, Float32Array>>;
}

export interface AdamOptions {
  readonly learningRate: number;
  /** Decoupled weight decay on filters (Loshchilov & Hutter 2019); biases have none. */
  readonly weightDecay: number;
  /** The gradient over all parameters is scaled down to this Euclidean norm. */
  readonly maxNorm: number;
}

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

export function zeroMoments(parameters: Parameters): Moments {
  const zeros = () =>
    Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, new Float32Array(data.length)]));
  return { first: zeros(), second: zeros() };
}

/**
 * One step of AdamW in place, on plain arrays: the same on every engine, and a checkpoint is just these arrays.
 * @param step 1 for the first
 * @returns the gradient's norm before clipping
 */
export function adamStep(
  parameters: Parameters,
  gradients: Readonly<Record<string, Float32Array>>,
  { first, second }: Moments,
  step: number,
  { learningRate, weightDecay, maxNorm }: AdamOptions,
): number {
  let squares = 0;
  for (const gradient of Object.values(gradients)) for (const g of gradient) squares += g * g;
  const norm = Math.sqrt(squares);
  if (!Number.isFinite(norm)) throw new Error(`The gradient at step ${step} is not finite. Lower the learning rate.`);
  const scale = norm > maxNorm ? maxNorm / norm : 1;
  const [correction1, correction2] = [1 - BETA1 ** step, 1 - BETA2 ** step];
  for (const [name, { data, shape }] of Object.entries(parameters)) {
    const [gradient, m, v] = [gradients[name]!, first[name]!, second[name]!];
    const keep = shape.length > 1 ? 1 - learningRate * weightDecay : 1;
    for (let i = 0; i < data.length; i++) {
      const g = gradient[i]! * scale;
      m[i] = BETA1 * m[i]! + (1 - BETA1) * g;
      v[i] = BETA2 * v[i]! + (1 - BETA2) * g * g;
      data[i] = keep * data[i]! - (learningRate * (m[i]! / correction1)) / (Math.sqrt(v[i]! / correction2) + EPSILON);
    }
  }
  return norm;
}
