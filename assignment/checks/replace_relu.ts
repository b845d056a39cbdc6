import type { Model, Relu } from '#lib/models/model.ts';

/**
 * The model as it is, but where it would run with `relu`, it runs with `other`. With a right one in place of a student's,
 * a mistake in the student's is counted once, where it is graded.
 */
export function withReluInPlaceOf(model: Model, relu: Relu, other: Relu): Model {
  return {
    scores: (X) => model.scores(X),
    features: (X) => model.features(X),
    forwardFrom: (layer, activation) => model.forwardFrom(layer, activation),
    withRelu: (asked) => model.withRelu(asked === relu ? other : asked),
    numClasses: model.numClasses,
    classNames: model.classNames,
  };
}
