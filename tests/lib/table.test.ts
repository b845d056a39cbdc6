/** Tables of text. */
import { expect, it } from 'vitest';
import { tableLines } from '../../lib/table.ts';

it('aligns columns, the last alignment holding for the rest', () => {
  const rows = [
    ['Name', 'a', 'points'],
    ['gramMatrix', '10', '8'],
  ];
  expect(tableLines(rows, ['left', 'right'])).toEqual(['Name         a  points', 'gramMatrix  10       8']);
});

it('counts no colors, and leaves no blanks at the end of a line', () => {
  const red = '\x1b[31mx\x1b[39m';
  expect(
    tableLines([
      [red, 'long'],
      ['ab', ''],
    ]),
  ).toEqual([`${red}   long`, 'ab']);
});
