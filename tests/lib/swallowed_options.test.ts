import { expect, it } from 'vitest';
import { swallowedOptions } from '../../lib/swallowed_options.ts';

const env = { npm_lifecycle_event: 'saliency_map', npm_config_images: 'true' };

it('says what to type where the shell kept the --', () => {
  expect(swallowedOptions(['images', 'size'], ['a.jpg', 'b.jpg'], env)).toMatch(
    /type: npm\.cmd run saliency_map -- --images a\.jpg b\.jpg$/,
  );
  expect(swallowedOptions(['images', 'nr-steps'], [], { ...env, npm_config_nr_steps: 'true' })).toMatch(
    /--images … --nr-steps …$/,
  );
});

it('says nothing where the options came, or npm has a setting of that name', () => {
  expect(swallowedOptions(['images'], ['--images', 'a.jpg'], env)).toBeUndefined();
  expect(swallowedOptions(['target'], ['gram'], { ...env, npm_config_target: '20.0.0' })).toBeUndefined();
  expect(swallowedOptions(['images'], [], { npm_config_images: 'true' })).toBeUndefined();
});
