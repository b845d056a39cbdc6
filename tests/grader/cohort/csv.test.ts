import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMULA, parseCsv, toCsv } from '../../../grader/cohort/csv.ts';
import { CourseError } from '../../../lib/errors.ts';

describe('toCsv', () => {
  it('quotes where it must (RFC 4180)', () => {
    expect(toCsv([['a', 'b,c', 'say "hi"', 'two\nlines', 1.5, undefined]])).toBe(
      'a,"b,c","say ""hi""","two\nlines",1.5,\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', ' =1', '＝1', '＋1', '－1', '＠A', '\u200b=1'])(
    'takes the edge off %j',
    (text) => {
      expect(toCsv([[text]]).replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('quotes what a spreadsheet of another country reads as two cells', () => {
    expect(toCsv([['a;=1+1']])).toBe('"a;=1+1"\r\n');
  });

  it('leaves numbers numbers', () => {
    expect(toCsv([[-1, 2]])).toBe('-1,2\r\n');
  });

  it('is read back as it was, but for the apostrophes', () => {
    const rows = fc.array(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }).filter((row) => row.some(Boolean)),
    );
    fc.assert(
      fc.property(rows, (rows) => {
        const read = parseCsv(toCsv(rows), 'it');
        expect(read).toEqual(rows.map((row) => row.map((text) => (FORMULA.test(text) ? `'${text}` : text))));
      }),
    );
  });
});

describe('parseCsv', () => {
  it('takes any line end, a byte order mark, and a last line without an end', () => {
    expect(parseCsv('\uFEFFa,b\r\n1,"2, ""x"""\n\n3,\r4', 'it')).toEqual([
      ['a', 'b'],
      ['1', '2, "x"'],
      ['3', ''],
      ['4'],
    ]);
  });

  it.each(['a\n"b', 'a\nb"c', 'a\n"b"c'])('says where a quote is wrong: %j', (text) => {
    expect(() => parseCsv(text, 'roster.csv')).toThrow(CourseError);
    expect(() => parseCsv(text, 'roster.csv')).toThrow(/^roster.csv, line 2: /);
  });
});
