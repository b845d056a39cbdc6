import type { Model, Relu } from '#lib/models/model.ts';

/**
 * The model, but running with `other` wherever it would run with `relu`. With the reference's ReLU instead of the student's, a
 * mistake in the student's counts only once, where it is graded.
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
