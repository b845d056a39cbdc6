/** Networks of random layers, for comparing engines. */
import type { LayerSpec, Parameters } from '../../../../lib/engine/network/table.ts';
import type { Random } from '../../../../lib/random.ts';
import { type ArrayData, normalArray } from '../../../../lib/tensor/array.ts';

export const FIRST = { kind: 'convolution', name: 'first', inputs: 3, outputs: 8, size: 3, stride: 2, pad: 0 } as const;
export const SAME = { kind: 'convolution', name: 'same', inputs: 8, outputs: 16, size: 3, stride: 1, pad: 1 } as const;
export const FIRST_SAME = { ...FIRST, stride: 1, pad: 1 } as const;
export const RELU = { kind: 'relu' } as const;
export const CEIL_POOL = { kind: 'pool', size: 3, stride: 2, ceilMode: true } as const;
export const FLOOR_POOL = { kind: 'pool', size: 2, stride: 2, ceilMode: false } as const;
export const FIRE = { kind: 'fire', name: 'fire', inputs: 8, squeezed: 8, expanded: 16 } as const;
export const SCORES = { kind: 'scores', name: 'scores', inputs: 8, classes: 5 } as const;

/** Weights after He et al., biases N(0, 0.1), for every layer of the table. */
export function randomParameters(random: Random, specs: readonly LayerSpec[]): Parameters {
  const parameters: Record<string, ArrayData> = {};
  const add = (name: string, outputs: number, inputs: number, size: number) => {
    const deviation = Math.sqrt(2 / (inputs * size ** 2));
    parameters[`${name}.weight`] = normalArray(random, [outputs, inputs, size, size], 0, deviation);
    parameters[`${name}.bias`] = normalArray(random, [outputs], 0, 0.1);
  };
  for (const spec of specs) {
    if (spec.kind === 'convolution') add(spec.name, spec.outputs, spec.inputs, spec.size);
    if (spec.kind === 'scores') add(spec.name, spec.classes, spec.inputs, 1);
    if (spec.kind !== 'fire') continue;
    add(`${spec.name}.squeeze`, spec.squeezed, spec.inputs, 1);
    add(`${spec.name}.expand1x1`, spec.expanded, spec.squeezed, 1);
    add(`${spec.name}.expand3x3`, spec.expanded, spec.squeezed, 3);
  }
  return parameters;
}
