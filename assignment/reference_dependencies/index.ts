/**
 * The reference dependencies: right versions of what graded functions build on, written apart from the reference and tested against it. Only graded
 * runs get them, the handout does not have them. One file for each: a sandbox's process gets those it needs and no other
 *, and never runs the checks of a function that it was given.
 */
import type { Dependencies } from '../checks/dependencies.ts';
import { gradCam } from './grad_cam.ts';
import { gramMatrix } from './gram_matrix.ts';
import { guidedBackprop } from './guided_backprop.ts';
import { guidedRelu } from './guided_relu.ts';

export const referenceDependencies: Dependencies = { gramMatrix, guidedRelu, guidedBackprop, gradCam };
