import { ascentVariantsAll } from './ascent.ts';
import { camVariantsAll } from './cams.ts';
import { captumVariants } from './captum.ts';
import type { HeldOut } from './held_out.ts';
import { lossVariants } from './losses.ts';
import { mapVariants } from './maps.ts';
import { stepVariants } from './steps.ts';
import { styleVariantsAll } from './styles.ts';

export const heldOut: readonly HeldOut[] = [
  ...mapVariants,
  ...camVariantsAll,
  ...ascentVariantsAll,
  ...captumVariants,
  ...lossVariants,
  ...styleVariantsAll,
  ...stepVariants,
];
