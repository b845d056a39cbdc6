import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { CourseError } from '../../../lib/errors.ts';
import { decodePytorch, isPytorch } from '../../../lib/models/pytorch/index.ts';
import { unpickle } from '../../../lib/models/pytorch/pickle.ts';
import { float32, int32 } from '../../../lib/tensor/array.ts';
import { encodeSafetensors } from '../../../lib/tensor/safetensors.ts';

/** Written by torch.save of PyTorch 2.13: how is told in fixtures/README.md. */
const fixture = (name: string) => readFile(new URL(`../../support/models/fixtures/${name}.pth`, import.meta.url));

describe.each(['zip', 'legacy'])('the %s format', (format) => {
  test('a state_dict: contiguous, transposed, sliced, shared, expanded tensors of every type', async () => {
    const base = Float32Array.from({ length: 24 }, (_, i) => i / 8);
    const at = (i: number, j: number, k: number) => base[12 * i + 4 * j + k] as number;
    const transposed = [0, 1, 2, 3].flatMap((k) => [0, 1].flatMap((i) => [0, 1, 2].map((j) => at(i, j, k))));
    const arrays = await decodePytorch(await fixture(`state_dict_${format}`), 'x.pth');
    expect(arrays).toEqual({
      'conv.weight': float32(
        [3, 2, 3, 3],
        Array.from({ length: 54 }, (_, i) => i / 4 - 3),
      ),
      'conv.bias': float32([3], [1, -2, 0.5]),
      'bn.weight': float32([3], [1, 1, 1]),
      'bn.bias': float32([3], [0, 0, 0]),
      'bn.running_mean': float32([3], [0, 0, 0]),
      'bn.running_var': float32([3], [1, 1, 1]),
      'bn.num_batches_tracked': int32([], [0]),
      transposed: float32([4, 2, 3], transposed),
      slice: float32(
        [3, 2],
        [0, 1, 2].flatMap((j) => [at(1, j, 1), at(1, j, 3)]),
      ),
      shared: float32([2, 3, 4], base),
      half: float32([3], [0.333251953125, -65504, 2 ** -24]),
      bfloat: float32([2], [1.5, -3.00405527047391e38]),
      ints: int32([2], [-1, 2 ** 31 - 1]),
      int32: int32([1, 1], [7]),
      expanded: float32([2, 2], [2, 3, 2, 3]),
      scalar: float32([], [4.25]),
      empty: float32([0, 3], []),
    });
  });

  test("a training script's {state_dict, epoch, ...}", async () => {
    expect(await decodePytorch(await fixture(`wrapped_${format}`), 'x.pth')).toEqual({ w: float32([2], [1, 2]) });
  });

  test('cut short anywhere, it is refused by name', async () => {
    const whole = await fixture(`wrapped_${format}`);
    for (let length = 0; length < whole.length; length += 13) {
      await expect(decodePytorch(whole.subarray(0, length), 'x.pth'), `${length} bytes`).rejects.toThrow(CourseError);
      await expect(decodePytorch(whole.subarray(0, length), 'x.pth')).rejects.toThrow(/^x\.pth/);
    }
  });
});

test('a whole model names classes to build: refused by name, not run', async () => {
  await expect(decodePytorch(await fixture('whole_model'), 'x.pth')).rejects.toThrow(
    /x\.pth .*names __main__\.M.*state_dict\(\)/,
  );
});

test('an element type of which no weights are made is named', async () => {
  await expect(decodePytorch(await fixture('double'), 'x.pth')).rejects.toThrow(
    /tensor "w" is of type double.*\.float\(\)/,
  );
});

test('a safetensors file whose header has 640 bytes begins like a pickle, but is none', () => {
  const bytes = encodeSafetensors({ w: float32([1], [1]) }, { padding: 'x'.repeat(552) });
  expect([...bytes.subarray(0, 2)]).toEqual([0x80, 0x02]);
  expect(isPytorch(bytes)).toBe(false);
});

describe('pickles that do something else', () => {
  const run = (pickle: string) => () => unpickle(Buffer.from(pickle, 'latin1'), 0, { globals: {} });
  const cases: [string, string, RegExp][] = [
    ['calls os.system', '\x80\x02cos\nsystem\nX\x02\x00\x00\x00ls\x85R.', /names os\.system/],
    ['calls by stack', '\x80\x04\x8c\x02os\x8c\x06system\x93.', /names os\.system/],
    ['names a property of Object', '\x80\x02cconstructor\nconstructor\n.', /names constructor\.constructor/],
    ['has a foreign opcode', '\x80\x02i__main__\nX\n.', /opcode 0x69 at byte 2/],
    ['calls no function', '\x80\x02K\x01)R.', /calls something that is not a function/],
    ['sets items of a number', '\x80\x02K\x01K\x02K\x03s.', /not a dict/],
    ['recalls what was never stored', '\x80\x02h\x05.', /nothing is remembered as 5/],
    ['pops from nothing', '\x80\x02.', /broken before byte 3/],
    ['lacks a mark', '\x80\x02K\x01t.', /mark is missing/],
    ['never stops', '\x80\x02K\x01', /truncated/],
    ['refers to outside data', '\x80\x02NQ.', /data outside it/],
  ];
  test.each(cases)('%s', (_name, pickle, message) => {
    expect(run(pickle)).toThrow(message);
  });

  test('plain values come out as they went in (pickled by Python 3.11)', () => {
    // pickle.dumps({'a': [1, -2, 70000, 2**40, 1.5], 'b': (True, None, 'ü')}, 2)
    const hex =
      '80027d71002858010000006171015d7102284b014afeffffff4a701101008a06000000000001473ff8000000000000655801000000' +
      '627103884e5802000000c3bc7104877105752e';
    const { value } = unpickle(Buffer.from(hex, 'hex'), 0, { globals: {} });
    expect(value).toEqual(
      new Map<string, unknown>([
        ['a', [1, -2, 70000, 2 ** 40, 1.5]],
        ['b', [true, null, 'ü']],
      ]),
    );
  });
});
