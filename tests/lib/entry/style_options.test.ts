import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addStyleOptions, checkLayers, chooseStyle, type StyleOptions } from '../../../lib/entry/style_options.ts';

const choose = (...argv: string[]) =>
  chooseStyle(addStyleOptions(new Command().exitOverride()).parse(argv, { from: 'user' }).opts<StyleOptions>());

test('the set as it is, by any case of its name', () => {
  const style = choose('--set', 'the scream');
  expect(style).toMatchObject({ name: 'The Scream', contentLayer: 3, styleLayers: [1, 4, 6, 7], contentWeight: 3e-2 });
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
  expect(style.contentWeight).toBe(6e-2);
});

test('what does not go together is said', () => {
  expect(() => choose('--set', 'Mona Lisa')).toThrow(/no style set "Mona Lisa".*Starry Night/);
  expect(() => choose('--style-layers', '1', '6')).toThrow(/2 style layers and 4 style weights/);
  expect(() => checkLayers(choose('--content-layer', '1'), { layerCount: 2 })).toThrow(/no layer 4: .* from 0 to 1/);
});
