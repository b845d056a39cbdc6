/**
 * What a ReLU passes back: the gradient, masked where its input was not positive, where the gradient itself is not positive, or
 * both.
 */
export interface ReluRule {
  readonly maskByIn: boolean;
  readonly positiveOnly: boolean;
}

export const ORDINARY: ReluRule = { maskByIn: true, positiveOnly: false };
/** Springenberg et al. 2014, arXiv:1412.6806, section 3.4. */
export const GUIDED: ReluRule = { maskByIn: true, positiveOnly: true };
/** Zeiler and Fergus 2013, arXiv:1311.2901, section 2.1. */
export const DECONVOLUTION: ReluRule = { maskByIn: false, positiveOnly: true };
