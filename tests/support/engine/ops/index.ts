/** The operations that students would plausibly use, each with inputs, for the tests of values and gradients. */
import { ACTIVATIONS, ARITHMETIC } from './arithmetic.ts';
import { IMAGES } from './images.ts';
import { LESS_COMMON } from './less_common.ts';
import { MATRICES } from './matrices.ts';
import type { OpCase } from './op.ts';
import { OTHER_TYPES } from './other_types.ts';
import { REDUCTIONS } from './reductions.ts';
import { SELECTION } from './selection.ts';
import { SHAPES } from './shapes.ts';

export type { OpCase } from './op.ts';

export const OPS: OpCase[] = [
  ...ARITHMETIC,
  ...ACTIVATIONS,
  ...REDUCTIONS,
  ...MATRICES,
  ...SELECTION,
  ...SHAPES,
  ...IMAGES,
  ...OTHER_TYPES,
  ...LESS_COMMON,
];
