import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import { panelIfSolved, refuseAllGray } from '../../../lib/entry/index.ts';
import { NotImplementedError } from '../../../lib/errors.ts';
import { jitter } from '../../../lib/image/class_image.ts';
import type { Panel } from '../../../lib/image/figures.ts';
import { expectImage, expectLoss } from '../../../lib/returned.ts';

const picture = { width: 2, height: 1, data: new Uint8Array(6) };
let said: string[];
beforeAll(() => initEngine({ engine: 'cpu', quiet: true }));
beforeEach(() => {
  said = [];
  vi.spyOn(console, 'error').mockImplementation((message) => void said.push(message));
});
afterEach(() => void vi.restoreAllMocks());

const map = (value: unknown) => panelIfSolved('Map', picture, () => ({ map: value }) as Panel);

describe('a panel', () => {
  it('shows a map of finite numbers', () => {
    const values = tf.ones([1, 2]);
    expect(map(values)).toEqual({ title: 'Map', map: values });
    expect(said).toEqual([]);
  });

  it.each([
    ['null', () => null, 'it is null, expected a tensor [H,W]'],
    ['a number', () => 3, 'it is 3, expected a tensor'],
    ['another shape', () => tf.ones([1, 2, 3]), 'it is a tensor [1,2,3], expected [H,W]'],
    ['NaN', () => tf.tensor2d([[0, Number.NaN]]), 'it is a tensor with NaN in it'],
    ['infinity', () => tf.tensor2d([[0, -Infinity]]), 'it is a tensor with -Infinity in it'],
  ])('is gray for %s, with a sentence', (_, value, why) => {
    expect(map(value())).toMatchObject({ title: 'Map', subtitle: 'not right yet', image: { width: 2 } });
    expect(said).toEqual([expect.stringContaining(`Map cannot be drawn: ${why}`)]);
  });

  it('is gray where the function throws', () => {
    const panel = panelIfSolved('Map', picture, () => {
      throw new TypeError('no view');
    });
    expect(panel.subtitle).toBe('not right yet');
    expect(() => refuseAllGray([panel])).toThrow('Map cannot be drawn: TypeError: no view. `npm test` says more.');
    expect(() => refuseAllGray([panel, map(tf.ones([1, 2]))])).not.toThrow();
  });

  it('says what is not written yet', () => {
    const error = new NotImplementedError('a.ts', 'f', 'Do it.');
    const panel = panelIfSolved('Map', picture, () => {
      throw error;
    });
    expect(panel.subtitle).toBe('f: not written yet');
    expect(() => refuseAllGray([panel])).toThrow(error);
  });
});

describe('what a function returns', () => {
  const image = () => tf.ones([1, 2, 2, 3]) as tf.Tensor4D;

  it('is handed on if it is right', () => {
    const own = image();
    expect(expectImage('f', own, [1, 2, 2, 3])).toBe(own);
    expect(expectLoss('f', 0.5)).toBe(0.5);
    expect(jitter(image(), 1, 1).shape).toEqual([1, 2, 2, 3]);
  });

  it('is named if it is not', () => {
    const nothing = undefined as unknown as tf.Tensor4D;
    expect(() => expectImage('f', nothing, [1, 2, 2, 3])).toThrow('f returned undefined, expected a tensor [1,2,2,3]');
    expect(() => expectImage('f', image(), [1, 3, 2, 3])).toThrow('f returned a tensor [1,2,2,3], expected [1,3,2,3]');
    expect(() => expectLoss('f', Number.NaN)).toThrow('f returned NaN where the loss should be');
    expect(() => expectLoss('f', image() as unknown as number)).toThrow('f returned a tensor where the loss');
    expect(() => jitter(nothing, 1, 1)).toThrow('The image to shift is undefined');
  });
});
