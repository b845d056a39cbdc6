/** What students read about errors and shapes: each case is what TensorFlow.js really throws, or a shape that really came. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkById } from '../../assignment/checks/index.ts';
import type { Exports } from '../../harness/check.ts';
import { explainFailure } from '../../harness/explain.ts';
import { judge } from '../../harness/judge.ts';
import { runCheck } from '../../harness/run.ts';
import { openTarget } from '../../harness/runner/target.ts';
import { initEngine } from '../../lib/engine/index.ts';
import { loadFixtureModel, type Model } from '../../lib/models/index.ts';
import { Random } from '../../lib/random.ts';

let model: Model;

beforeAll(async () => {
  await initEngine({ quiet: true });
  ({ model } = await loadFixtureModel());
});

async function explained(checkId: string, exports: Exports): Promise<string | undefined> {
  const check = checkById(checkId)!;
  const inputs = check.inputs(new Random('explain'), model);
  const reference = await openTarget('reference');
  const right = await runCheck(check, await reference.load(check.subject.module), inputs, { model });
  if (right.kind !== 'answered') throw new Error(right.message);
  const outcome = await runCheck(check, exports, inputs, { model });
  return explainFailure(check, judge(check, inputs, outcome, right.answers), outcome);
}

// biome-ignore lint/suspicious/noExplicitAny: students' functions of every shape
const contentLoss = (forward: (...args: any[]) => unknown): Exports => ({
  ContentLoss: class {
    forward = forward;
  },
});
// biome-ignore lint/suspicious/noExplicitAny: students' functions of every shape
const gram = (gramMatrix: (...args: any[]) => unknown): Exports => ({
  StyleLoss: class {
    gramMatrix = gramMatrix;
  },
});
// biome-ignore lint/suspicious/noExplicitAny: students' functions of every shape
const guidedBackprop = (guidedBackprop: (...args: any[]) => unknown): Exports => ({
  GradCam: class {
    guidedBackprop = guidedBackprop;
  },
});

// biome-ignore lint/suspicious/noExplicitAny: students' functions of every shape
const saliency = (computeSaliencyMaps: (...args: any[]) => unknown): Exports => ({
  SaliencyMap: class {
    computeSaliencyMaps = computeSaliencyMaps;
  },
});

describe('an error', () => {
  it.each([
    [
      'dataSync cuts the gradient',
      'contentLoss.gradient',
      contentLoss((_w, F) => tf.scalar(F.dataSync()[0])),
      'cut the gradient',
    ],
    ['a number', 'contentLoss.value', contentLoss(() => 1), 'Return a tensor, not a number'],
    ['a number in a gradient', 'contentLoss.gradient', contentLoss(() => 1), 'Return a tensor, not a number'],
    ['no return', 'contentLoss.value', contentLoss(() => {}), 'Is there a `return`'],
    ['async', 'contentLoss.value', contentLoss(async (_w, F) => F.sum()), 'Remove `async`'],
    [
      'async in tidy',
      'contentLoss.value',
      contentLoss((_w, F) => tf.tidy((async () => F.sum()) as unknown as () => tf.Tensor)),
      'Remove `async`',
    ],
    [
      'disposed too early',
      'contentLoss.value',
      contentLoss((_w, F, P) => {
        const d = F.sub(P);
        d.dispose();
        return d.sum();
      }),
      'after it was disposed',
    ],
    [
      'disposed by customGrad',
      'guidedRelu.gradient.truthTable',
      {
        guidedRelu: (x: tf.Tensor) => {
          const mask = tf.step(x);
          const relu = tf.customGrad((x) => ({
            value: tf.relu(x as tf.Tensor),
            gradFunc: (dy: tf.Tensor) => tf.relu(dy).mul(mask),
          }));
          return relu(x);
        },
      },
      'goes through `save([...])`',
    ],
    [
      'the axes of PyTorch',
      'tvLoss.value',
      {
        TotalVariationLoss: class {
          forward = (img: tf.Tensor4D) => img.slice([0, 0, 1, 0], [1, 3, img.shape[1] - 1, img.shape[2]]).sum();
        },
      },
      'takes sizes, not ends',
    ],
    ['a name of PyTorch', 'gramMatrix.value', gram((F) => F.view([1, 35, 11])), 'here it is `reshape([...])`'],
    ['brackets', 'gramMatrix.value', gram((F) => F[0][1]), 'Brackets do not index a tensor'],
    [
      'a loss computed before minimize',
      'styleTransferStep.value.first',
      {
        styleTransferStep: ({ img, optimizer }: { img: tf.Variable; optimizer: tf.Optimizer }) => {
          const loss = img.square().sum() as tf.Scalar;
          return optimizer.minimize(() => loss, true, [img])!.dataSync()[0];
        },
      },
      'inside the function that `minimize` gets',
    ],
    [
      'shapes that do not fit',
      'contentLoss.value',
      contentLoss((_w, F) => F.add(tf.zeros([2, 2])).sum()),
      'Two shapes do not match',
    ],
    [
      'a matrix not transposed',
      'gramMatrix.value',
      gram((F) => tf.matMul(F.reshape([-1, 11]), F.reshape([-1, 11]))),
      'transpose one of them',
    ],
    ['no such class', 'gramMatrix.value', {}, "keep the skeleton's name"],
    ['no such method', 'gramMatrix.value', { StyleLoss: class {} }, "keep the skeleton's name"],
    [
      'NCHW into the network',
      'guidedBackprop.value',
      guidedBackprop((X, _y, model) => model.scores(X.transpose([0, 3, 1, 2]))),
      'channels last',
    ],
    [
      'an operation without a gradient',
      'contentLoss.gradient',
      contentLoss((_w, F) => tf.image.cropAndResize(F, [[0, 0, 1, 1]], [0], [3, 3]).sum()),
      'no gradient',
    ],
  ])('%s', async (_, checkId, exports, help) => {
    expect(await explained(checkId, exports)).toContain(help);
  });
});

describe('a wrong shape', () => {
  it.each([
    ['[1] for a scalar', 'contentLoss.value', contentLoss((_w, F) => F.sum().reshape([1])), 'tf.scalar(0)'],
    ['a map for a scalar', 'contentLoss.value', contentLoss((_w, F) => F), 'sums over everything'],
    ['one number for a matrix', 'gramMatrix.value', gram((F) => F.sum()), 'pass the axis'],
    ['an axis missing', 'gramMatrix.value', gram(() => tf.zeros([11, 11])), 'An axis of size 1 is missing'],
    ['an axis left', 'gramMatrix.value', gram(() => tf.zeros([1, 11, 11, 1])), 'extra axis of size 1'],
    ['only the first image', 'gramMatrix.value.batch', gram(() => tf.zeros([1, 11, 11])), 'There are 5 images'],
    ['NCHW', 'guidedBackprop.value', guidedBackprop((X) => X.transpose([0, 3, 1, 2])), 'as in PyTorch (NCHW)'],
    ['a transpose', 'guidedBackprop.value', guidedBackprop((X) => X.transpose([0, 2, 1, 3])), 'in the wrong order'],
    ['the second axis reduced, not the last', 'saliencyMap.value', saliency((X) => X.max(1)), 'Axis 1 is gone'],
    ['another', 'guidedBackprop.value', guidedBackprop((X) => X.max(1)), 'Print the shape'],
  ])('%s', async (_, checkId, exports, help) => {
    expect(await explained(checkId, exports)).toContain(help);
  });
});

it('says where NaN comes from', async () => {
  expect(
    await explained(
      'contentLoss.value',
      contentLoss(() => tf.scalar(Number.NaN)),
    ),
  ).toContain('division by 0');
});

it('adds nothing to a wrong number', async () => {
  expect(
    await explained(
      'contentLoss.value',
      contentLoss(() => tf.scalar(1)),
    ),
  ).toBeUndefined();
});
