/** Right numbers in wrong places: axes exchanged, flipped or shifted, a mean or one entry along an axis repeated. */
import type { Candidate, Pair } from './pair.ts';

/** Each value taken from another place along one axis. */
function taken({ expected }: Pair, axis: number, entry: (n: number, size: number) => number): Float64Array {
  const { shape, data } = expected;
  const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const size = shape[axis]!;
  return Float64Array.from(data, (_, i) => {
    const n = Math.floor(i / stride) % size;
    return data[i + (entry(n, size) - n) * stride]!;
  });
}

const positionOf = (index: readonly number[], shape: readonly number[]): number =>
  index.reduce((position, n, axis) => position * shape[axis]! + n, 0);

function indexOf(position: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

const at = (index: readonly number[], axis: number, value: number): number[] =>
  index.map((n, i) => (i === axis ? value : n));

const PLURALS: Readonly<Record<string, string>> = {
  row: 'rows',
  column: 'columns',
  channel: 'channels',
  step: 'steps',
};

/** Candidates about the axis of that name. */
function alongAxis(name: string): Candidate[] {
  const many = PLURALS[name]!;
  const along = (says: string, apply: (axis: number) => (pair: Pair) => Float64Array): Candidate => ({
    says,
    predict(pair) {
      const axis = pair.axes.indexOf(name);
      return axis < 0 || pair.expected.shape[axis]! < 2 ? undefined : apply(axis)(pair);
    },
  });
  const from = (says: string, entry: (n: number, size: number) => number): Candidate =>
    along(says, (axis) => (pair) => taken(pair, axis, entry));
  return [
    from(`right, but the ${many} are in the reverse order`, (n, size) => size - 1 - n),
    from(`right, but shifted by one ${name}`, (n, size) => (n + 1) % size),
    from(`right, but shifted by one ${name} the other way`, (n, size) => (n - 1 + size) % size),
    from(`the expected ones of the first ${name}, for all ${many}`, () => 0),
    along(
      `the mean of the expected ones over the ${many}, for every ${name}`,
      (axis) => (pair) => averaged(pair, axis),
    ),
  ];
}

function averaged(pair: Pair, axis: number): Float64Array {
  const size = pair.expected.shape[axis]!;
  const total = new Float64Array(pair.expected.data.length);
  for (let n = 0; n < size; n++) {
    for (const [i, value] of taken(pair, axis, () => n).entries()) total[i]! += value / size;
  }
  return total;
}

const exchanged = (first: string, second: string, says: string): Candidate => ({
  says,
  predict(pair) {
    const [a, b] = [pair.axes.indexOf(first), pair.axes.lastIndexOf(second)];
    const { shape } = pair.expected;
    if (a < 0 || b < 0 || a === b) return undefined;
    const wanted = shape.map((n, axis) => (axis === a ? shape[b]! : axis === b ? shape[a]! : n));
    // The numbers of the transposed array, in a shape that was not.
    const order = Float64Array.from(pair.expected.data);
    for (let i = 0; i < order.length; i++) {
      const index = indexOf(i, wanted);
      order[i] = pair.expected.data[positionOf(at(at(index, a, index[b]!), b, index[a]!), shape)]!;
    }
    return order;
  },
});

export const AXES: readonly Candidate[] = [
  exchanged('row', 'column', 'the expected ones with height and width exchanged'),
  ...['row', 'column', 'channel', 'step'].flatMap(alongAxis),
];

/** Matrices whose rows and columns are channels. */
const triangle = (says: string, isKept: (row: number, column: number) => boolean): Candidate => ({
  says,
  predict({ axes, expected }) {
    if (axes[1] !== 'channel' || axes[2] !== 'channel') return undefined;
    return Float64Array.from(expected.data, (value, i) => {
      const [, row, column] = indexOf(i, expected.shape);
      return isKept(row!, column!) ? value : 0;
    });
  },
});

export const TRIANGLES: readonly Candidate[] = [
  triangle('right on and above the diagonal, and 0 below', (row, column) => row <= column),
  triangle('right on and below the diagonal, and 0 above', (row, column) => row >= column),
  triangle('right on the diagonal, and 0 elsewhere', (row, column) => row === column),
  triangle('right off the diagonal, and 0 on it', (row, column) => row !== column),
];
