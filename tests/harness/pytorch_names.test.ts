import { describe, expect, it } from 'vitest';
import { translate } from '../../harness/pytorch_names.ts';

describe('a name of PyTorch', () => {
  it.each([
    ["Property 'view' does not exist on type 'Tensor4D'.", '`view` is PyTorch’s: here it is `reshape([...])`.'],
    ["Property 'grad' does not exist on type 'Tensor<Rank>'.", '`grad` is PyTorch’s: tensors hold no gradients'],
    ['TypeError: F.unsqueeze is not a function', 'here it is `expandDims(axis)`'],
    ['TypeError: x.size is not a function', '`x.shape` is the list of sizes'],
    ['TypeError: loss.detach is not a function', 'leave it out'],
  ])('%s', (message, help) => {
    expect(translate(message)).toContain(help);
  });

  it.each([
    "Property 'view' does not exist on type 'StyleTransferStep'.",
    'TypeError: helper is not a function',
    'TypeError: x.constructorOf is not a function',
    'TypeError: x.toString is not a function',
  ])('is not seen in: %s', (message) => {
    expect(translate(message)).toBeUndefined();
  });
});
