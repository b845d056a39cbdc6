import { expect, test } from 'vitest';
import { trainedLayers, withRandomLayers } from '../../../lib/models/randomize.ts';
import { seededSqueezeNetArrays } from '../../../lib/models/seeded_squeezenet.ts';
import type { ArrayData } from '../../../lib/tensor/array.ts';

/** Comparing a million numbers one by one takes seconds. */
const bytes = (array: ArrayData | undefined) => Buffer.from(array!.data.buffer);
const same = (a: ArrayData | undefined, b: ArrayData | undefined) => bytes(a).equals(bytes(b));

const trained = seededSqueezeNetArrays({ seed: 'trained', numClasses: 3 });

test('the layers with weights, from the top', () => {
  const fires = [12, 11, 10, 9, 7, 6, 4, 3].map((number) => `features.${number}`);
  expect(trainedLayers()).toEqual(['classifier.1', ...fires, 'features.0']);
});

test('only the named layers change, and the original does not', () => {
  const before = bytes(trained['features.3.squeeze.weight']).toString('hex');
  const arrays = withRandomLayers(trained, ['features.3'], 1);
  expect(Object.keys(arrays)).toEqual(Object.keys(trained));
  for (const [name, array] of Object.entries(arrays)) {
    expect(array.shape).toEqual(trained[name]!.shape);
    expect(same(array, trained[name]), name).toBe(!name.startsWith('features.3.'));
  }
  expect(bytes(trained['features.3.squeeze.weight']).toString('hex')).toBe(before);
});

test('a layer gets the same weights alone and in a cascade, and others from another seed', () => {
  const alone = withRandomLayers(trained, ['features.3'], 1);
  const all = withRandomLayers(trained, trainedLayers(), 1);
  const name = 'features.3.squeeze.weight';
  expect(same(all[name], alone[name])).toBe(true);
  expect(same(withRandomLayers(trained, ['features.3'], 2)[name], alone[name])).toBe(false);
  const random = seededSqueezeNetArrays({ seed: 1, numClasses: 3 });
  expect(Object.keys(all).filter((each) => !same(all[each], random[each]))).toEqual([]);
});

test('another network is refused', () => {
  expect(() => withRandomLayers({}, [], 0)).toThrow('in SqueezeNet 1.1 only');
});
