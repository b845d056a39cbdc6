/**
 * The reference dependencies: correct versions of what graded functions build on, written independently of the reference and
 * tested against it. Only graded runs get them; they are not in the handout. One file each: a contained process gets only those
 * it needs, and never runs the checks of a function that it was given.
 */
import type { Dependencies } from '../checks/dependencies.ts';
import { gradCam } from './grad_cam.ts';
import { gramMatrix } from './gram_matrix.ts';
import { guidedBackprop } from './guided_backprop.ts';
import { guidedRelu } from './guided_relu.ts';

export const referenceDependencies: Dependencies = { gramMatrix, guidedRelu, guidedBackprop, gradCam };
