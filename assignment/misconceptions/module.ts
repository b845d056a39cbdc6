/** A module of the reference with a variant's function in it. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import type { Exports } from '../../harness/check.ts';
import { mergeVariant, type Variant, withMembersOf } from '../../harness/variant.ts';
import { withReluInPlaceOf } from '../checks/replace_relu.ts';
import { subjects } from '../checks/subjects.ts';

/** Guided backprop reaches `guidedRelu` through its module, not through `this`, so it is rebuilt around the variant's. */
export function moduleWith(variant: Variant, reference: Exports): Exports {
  const merged = mergeVariant(variant, reference);
  if (variant.subject !== subjects.guidedRelu) return merged;
  const { guidedRelu } = variant.exports;
  class WithVariant {
    guidedBackprop = (X: tf.Tensor, y: tf.Tensor, model: Model) =>
      new reference.GradCam().guidedBackprop(X, y, withReluInPlaceOf(model, reference.guidedRelu, guidedRelu));
  }
  return { ...merged, GradCam: withMembersOf(reference.GradCam, WithVariant) };
}
