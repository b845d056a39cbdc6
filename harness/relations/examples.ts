/** The images of a batch mixed up, and each image, map or check scaled by itself. */
import { type Candidate, exampleSize, examplesIn, type Pair } from './pair.ts';

type Rows = readonly Float64Array[];

function rowsOf({ expected }: Pair): Rows {
  const size = exampleSize(expected);
  return Array.from({ length: examplesIn(expected) }, (_, n) =>
    Float64Array.from(expected.data.subarray(n * size, (n + 1) * size)),
  );
}

const joined = (rows: readonly ArrayLike<number>[]): Float64Array =>
  Float64Array.from(rows.flatMap((row) => Array.from(row)));

const mixed = (says: string, mix: (rows: Rows, n: number) => ArrayLike<number>): Candidate => ({
  says,
  predict(pair) {
    if (pair.axes[0] !== 'image') return undefined;
    const rows = rowsOf(pair);
    return joined(rows.map((_, n) => mix(rows, n)));
  },
});

const sum = (rows: Rows): Float64Array =>
  rows.reduce((total, row) => total.map((value, i) => value + row[i]!), new Float64Array(rows[0]!.length));

export const MIXED: readonly Candidate[] = [
  mixed("the first image's answer for every image", (rows) => rows[0]!),
  mixed("the last image's answer for every image", (rows) => rows.at(-1)!),
  mixed('the mean of all images’ answers, for every image', (rows) => sum(rows).map((value) => value / rows.length)),
  mixed('the sum of all images’ answers, for every image', sum),
  mixed('right, but the images are in the reverse order', (rows, n) => rows.at(-1 - n)!),
  mixed('right, but each image has the next one’s answer', (rows, n) => rows[(n + 1) % rows.length]!),
  mixed('right, but each image has the answer of the one before', (rows, n) => rows.at(n - 1)!),
];

const scaled = (says: string, scale: (row: Float64Array) => Float64Array): Candidate => ({
  says,
  predict: (pair) => (exampleSize(pair.expected) < 4 ? undefined : joined(rowsOf(pair).map(scale))),
});

const over = (row: Float64Array, by: number, from = 0): Float64Array =>
  row.map((value) => (by === 0 ? 0 : (value - from) / by));
const largest = (row: Float64Array): number => row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
const smallest = (row: Float64Array): number => row.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const total = (row: Float64Array): number => row.reduce((a, b) => a + b, 0);
const magnitudes = (row: Float64Array): Float64Array => row.map(Math.abs);
const squares = (row: Float64Array): Float64Array => row.map((value) => value ** 2);
const mean = (row: Float64Array): number => total(row) / row.length;

export const SCALED: readonly Candidate[] = [
  scaled('the expected ones scaled to [0,1], image by image', (row) =>
    over(row, largest(row) - smallest(row), smallest(row)),
  ),
  scaled('the expected ones divided by the largest magnitude of each image', (row) =>
    over(row, largest(magnitudes(row))),
  ),
  scaled('the expected ones divided by the norm of each image', (row) => over(row, Math.sqrt(total(squares(row))))),
  scaled('the expected ones divided by the sum of their magnitudes, image by image', (row) =>
    over(row, total(magnitudes(row))),
  ),
  scaled('the expected ones divided by the root of their mean square, image by image', (row) =>
    over(row, Math.sqrt(mean(squares(row)))),
  ),
  scaled('the expected ones less the mean of each image', (row) => over(row, 1, mean(row))),
  scaled('the expected ones less the mean of each image, divided by their standard deviation', (row) =>
    over(row, Math.sqrt(mean(squares(row.map((value) => value - mean(row))))), mean(row)),
  ),
];
