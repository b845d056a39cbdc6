/** Damages bytes: at random, and like someone who knows where the numbers are. */
import fc from 'fast-check';

type Damage = (bytes: Buffer) => Buffer;

/** Values at which sizes, counts and offsets go wrong. */
const EDGES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Positions are drawn as a fraction of the length, so that they fit after any earlier damage. */
const anyShare = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const at = (share: number, length: number): number => Math.floor(share * length);

const setByte: fc.Arbitrary<Damage> = fc.tuple(anyShare, fc.nat(255)).map(([share, value]) => (bytes) => {
  const changed = Buffer.from(bytes);
  if (changed.length > 0) changed[at(share, changed.length)] = value;
  return changed;
});

const setNumber = (size: 2 | 4): fc.Arbitrary<Damage> =>
  fc.tuple(anyShare, fc.constantFrom(...EDGES)).map(([share, value]) => (bytes) => {
    if (bytes.length < size) return bytes;
    const changed = Buffer.from(bytes);
    changed.writeUIntLE(value % 2 ** (8 * size), at(share, bytes.length - size + 1), size);
    return changed;
  });

const cut: fc.Arbitrary<Damage> = fc.tuple(anyShare, anyShare).map(([a, b]) => (bytes) => {
  const [from, to] = [at(a, bytes.length + 1), at(b, bytes.length + 1)].sort((x, y) => x - y) as [number, number];
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
});

const repeat: fc.Arbitrary<Damage> = fc.tuple(anyShare, fc.nat(200), anyShare).map(([a, length, b]) => (bytes) => {
  const from = at(a, bytes.length + 1);
  const to = at(b, bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, from + length), bytes.subarray(to)]);
});

const insert: fc.Arbitrary<Damage> = fc
  .tuple(anyShare, fc.uint8Array({ maxLength: 40 }))
  .map(([share, more]) => (bytes) => {
    const to = at(share, bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, to), more, bytes.subarray(to)]);
  });

/** Around each occurrence of a text, e.g. a signature: that is where the numbers are. */
const setNumberAfter = (marks: readonly string[]): fc.Arbitrary<Damage> =>
  fc
    .tuple(fc.constantFrom(...marks), fc.nat(20), fc.nat(46), fc.constantFrom(...EDGES), fc.constantFrom(2, 4))
    .map(([mark, skip, offset, value, size]) => (bytes) => {
      let found = bytes.indexOf(mark, 0, 'latin1');
      for (let i = 0; i < skip && found >= 0; i++) {
        const next = bytes.indexOf(mark, found + 1, 'latin1');
        if (next < 0) break;
        found = next;
      }
      if (found < 0 || found + offset + size > bytes.length) return bytes;
      const changed = Buffer.from(bytes);
      changed.writeUIntLE(value % 2 ** (8 * size), found + offset, size);
      return changed;
    });

/** One to eight damages in sequence. @param marks texts followed by numbers */
export const damages = (marks: readonly string[]): fc.Arbitrary<Damage> =>
  fc
    .array(
      fc.oneof(
        setByte,
        setNumber(2),
        setNumber(4),
        cut,
        repeat,
        insert,
        ...marks.map((mark) => setNumberAfter([mark])),
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((all) => (bytes) => all.reduce((damaged, damage) => damage(damaged), bytes));
