import type { Model, Relu } from '#lib/models/model.ts';

/** The model as it is, but where it is to run with `relu`, it runs with `right`: a mistake in `relu` is counted where it is graded. */
export function withRightRelu(model: Model, relu: Relu, right: Relu): Model {
  return {
    scores: (X) => model.scores(X),
    features: (X) => model.features(X),
    forwardFrom: (layer, activation) => model.forwardFrom(layer, activation),
    withRelu: (asked) => model.withRelu(asked === relu ? right : asked),
    numClasses: model.numClasses,
    classNames: model.classNames,
  };
}
