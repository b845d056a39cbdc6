import * as tf from '@tensorflow/tfjs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import {
  addStyleOptions,
  checkLayers,
  chooseStyle,
  type StyleOptions,
  scaleWeights,
} from '../../../lib/entry/style_options.ts';
import { featureScale } from '../../../lib/models/feature_scale.ts';
import { type Model, seededSqueezeNet } from '../../../lib/models/index.ts';

/** As far as a set is chosen by it. */
const COURSE = { classNames: ['cat', 'star'] };

const choose = (...argv: string[]) =>
  chooseStyle(addStyleOptions(new Command().exitOverride()).parse(argv, { from: 'user' }).opts<StyleOptions>(), COURSE);

test('the set as it is, by any case of its name', () => {
  const style = choose('--set', 'the scream');
  expect(style).toMatchObject({ name: 'The Scream', contentLayer: 3, styleLayers: [1, 4, 6, 7], contentWeight: 3e-2 });
});

test('without a name, the one that suits the network', () => {
  expect(chooseStyle({}, COURSE).name).toBe('Swirls');
  expect(chooseStyle({}, { classNames: ['tench, Tinca tinca', 'goldfish'] }).name).toBe('Brush strokes');
  expect(() => choose('--set', 'Guernica')).toThrow('There is no style set "Guernica". Choose one of Swirls, Mosaic,');
});

test('layers and weights of one’s own', () => {
  const style = choose(
    '--content-layer',
    '22',
    '--style-layers',
    '1',
    '6',
    '--style-weights',
    '20',
    '0.5',
    '--tv-weight',
    '1',
  );
  expect(style).toMatchObject({ contentLayer: 22, styleLayers: [1, 6], styleWeights: [20, 0.5], tvWeight: 1 });
  expect(style.contentWeight).toBe(0.24);
});

test('a network with features three times as large gets smaller weights, but not those that were given', () => {
  const set = choose('--set', 'Starry Night');
  const scaled = scaleWeights(set, { set: set.name }, 1 / 3);
  expect(scaled.contentWeight).toBeCloseTo(6e-2 / 9, 12);
  expect(scaled.styleWeights.map((weight) => Math.round(weight * 81))).toEqual([300000, 1000, 15, 3]);
  expect(scaled.tvWeight).toBe(2e-2);
  const given = { set: set.name, contentWeight: 5, styleWeights: [1, 2, 3, 4] };
  expect(scaleWeights(chooseStyle(given, COURSE), given, 1 / 3)).toMatchObject({
    contentWeight: 5,
    styleWeights: [1, 2, 3, 4],
  });
});

test('a picture twice as large gets the same style: what is summed over pixels weighs a quarter', () => {
  const set = choose('--set', 'Mosaic');
  const { contentWeight, tvWeight, styleWeights } = scaleWeights(set, { size: 384 }, 1);
  expect(contentWeight).toBeCloseTo(set.contentWeight / 4, 12);
  expect(tvWeight).toBeCloseTo(set.tvWeight / 4, 12);
  expect(styleWeights).toEqual(set.styleWeights);
  expect(scaleWeights(choose('--tv-weight', '3'), { size: 384, tvWeight: 3 }, 1).tvWeight).toBe(3);
});

test('features that are multiplied by a number change the scale by that number', async () => {
  await initEngine({ engine: 'cpu', quiet: true });
  const model = seededSqueezeNet();
  const X = tf.randomNormal([1, 64, 64, 3], 0, 1, 'float32', 1) as tf.Tensor4D;
  const larger = { ...model, features: (X: tf.Tensor4D) => model.features(X).map((x) => x.mul(4)) } as unknown as Model;
  expect(featureScale(larger, [X]) / featureScale(model, [X])).toBeCloseTo(1 / 4, 5);
});

test('what does not go together is said', () => {
  expect(() => choose('--set', 'Mona Lisa')).toThrow(/no style set "Mona Lisa".*Starry Night/);
  expect(() => choose('--style-layers', '1', '6')).toThrow(/2 style layers and 4 style weights/);
  expect(() => checkLayers(choose('--content-layer', '1'), { layerCount: 2 })).toThrow(/no layer 4: .* from 0 to 1/);
});
