/** Whole submissions with one function exchanged: the reference, but for a variant. */
import type * as tf from '@tensorflow/tfjs';
import { withReluInPlaceOf } from '../../assignment/checks/replace_relu.ts';
import { subjects } from '../../assignment/checks/subjects.ts';
import type { Exports, Subject } from '../../harness/check.ts';
import type { Model } from '../../lib/models/model.ts';

interface Variant {
  readonly subject: Subject;
  readonly exports: Exports;
}

/**
 * The reference's module with the variant's function in it. What builds on that function through `this` meets it; guided backprop
 * reaches `guidedRelu` through its module, so it is written anew around the variant's.
 */
export function submissionWith({ subject, exports }: Variant, reference: Exports): Exports {
  const merged = { ...reference };
  for (const [name, value] of Object.entries<Exports>(exports)) {
    merged[name] = isClass(value) ? withMembersOf(reference[name], value) : value;
  }
  if (subject !== subjects.guidedRelu) return merged;
  const guidedBackprop = (X: tf.Tensor, y: tf.Tensor, model: Model) =>
    new reference.GradCam().guidedBackprop(X, y, withReluInPlaceOf(model, reference.guidedRelu, exports.guidedRelu));
  return {
    ...merged,
    GradCam: withMembersOf(
      reference.GradCam,
      class {
        guidedBackprop = guidedBackprop;
      },
    ),
  };
}

/** The functions whose points could fall with the variant's: those that build on it, directly or through others. */
export function dependants(subject: Subject): Subject[] {
  const direct = Object.values(subjects).filter(({ builtOn }) => builtOn?.includes(subject.name));
  return [...new Set(direct.flatMap((dependant) => [dependant, ...dependants(dependant)]))];
}

const isClass = (value: unknown): value is new () => object =>
  typeof value === 'function' && value.toString().startsWith('class');

function withMembersOf(Base: new () => object, Other: new () => object): new () => object {
  return class extends Base {
    constructor() {
      super();
      Object.assign(this, new Other());
    }
  };
}
