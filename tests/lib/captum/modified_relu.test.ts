import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { Deconvolution, GuidedBackprop, GuidedGradCam, Saliency } from '../../../lib/captum/index.ts';
import type { Model } from '../../../lib/models/model.ts';
import { expectClose, expectNoLeak, row } from '../../support/captum/helpers.ts';
import { basicModel, basicModelConvNetOneConv, ramp, smallConvNet } from '../../support/captum/toy_models.ts';

test("guided backpropagation: Captum's own case", () => {
  const [attributions] = new GuidedBackprop(basicModelConvNetOneConv()).attribute([ramp()], { target: 0 });
  expectClose(attributions!.reshape([4, 4]), [
    [0, 1, 1, 1],
    [1, 3, 3, 2],
    [1, 3, 3, 2],
    [1, 2, 2, 1],
  ]);
});

test("guided backpropagation: Captum's case of two inputs, which are added", () => {
  const attributions = new GuidedBackprop(basicModelConvNetOneConv()).attribute(ramp().add<tf.Tensor4D>(1), {
    target: 0,
  });
  expectClose(attributions.reshape([4, 4]), [
    [1, 2, 2, 1],
    [2, 4, 4, 2],
    [2, 4, 4, 2],
    [1, 2, 2, 1],
  ]);
});

test("deconvolution: Captum's own case", () => {
  const attributions = new Deconvolution(basicModelConvNetOneConv()).attribute(ramp(), { target: 0 });
  expectClose(attributions.reshape([4, 4]), [
    [2, 3, 3, 1],
    [3, 5, 5, 2],
    [3, 5, 5, 2],
    [1, 2, 2, 1],
  ]);
});

test("guided Grad-CAM: Captum's own cases", () => {
  const model = basicModelConvNetOneConv();
  expectClose(new GuidedGradCam(model, 1).attribute(ramp(), { target: 0 }).reshape([4, 4]), [
    [0, 0, 4, 4],
    [0, 0, 12, 8],
    [28, 84, 97.5, 65],
    [28, 56, 65, 32.5],
  ]);
  const expected = [
    [14.5, 29, 38, 19],
    [29, 58, 76, 38],
    [65, 130, 148, 74],
    [32.5, 65, 74, 37],
  ];
  const X = ramp().add<tf.Tensor4D>(1);
  expectClose(new GuidedGradCam(model, 0).attribute(X, { target: 0 }).reshape([4, 4]), expected);
  const ofInput = new GuidedGradCam(model, 1).attribute(X, { target: 0, attributeToLayerInput: true });
  expectClose(ofInput.reshape([4, 4]), expected);
});

test('rows with their own targets get what each gets alone, and the model stays as it was', () => {
  const model = smallConvNet();
  const X = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 3) as tf.Tensor4D;
  const y = [1, 2, 0];
  const saliencyBefore = new Saliency(model).attribute(X, { target: y });
  for (const method of [new GuidedBackprop(model), new Deconvolution(model), new GuidedGradCam(model, 1)]) {
    const together = method.attribute(X, { target: y });
    for (const [n, target] of y.entries()) expectClose(row(together, n), method.attribute(row(X, n), { target }));
    expectNoLeak(() => method.attribute(X, { target: y }));
  }
  expectClose(new Saliency(model).attribute(X, { target: y }), saliencyBefore, 0);
});

test('a map that cannot be enlarged gives a warning and an empty tensor', () => {
  const warnings: unknown[] = [];
  const { warn } = console;
  console.warn = (message) => warnings.push(message);
  try {
    const method = new GuidedGradCam(basicModelConvNetOneConv(), 0);
    expect(method.attribute(ramp(), { target: 0, interpolateMode: 'trilinear' }).shape).toEqual([0]);
  } finally {
    console.warn = warn;
  }
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("Couldn't appropriately interpolate GradCAM attributions");
});

test('a function has no ReLUs to replace', () => {
  for (const Method of [GuidedBackprop, Deconvolution]) {
    expect(() => new Method(basicModel as unknown as Model)).toThrow('to properly hook ReLU layers.');
  }
});
