/** Staff's tables, as Excel, Numbers and editors save them. */
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../grader/cohort/csv.ts';
import { decode } from '../../../grader/cohort/decode.ts';
import { readRoster } from '../../../grader/cohort/roster.ts';
import { CourseError } from '../../../lib/errors.ts';

const table = 'file,email,name\r\nMüller_Bo.zip,bo@example.edu,"Müller, Bo; „B“"\r\n';
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
// In Windows-1252 the quotation marks are 0x84 and 0x93.
const windows = Buffer.from(table.replace('„', '\x84').replace('“', '\x93'), 'latin1');

describe('decode', () => {
  it.each<[string, Uint8Array, string, boolean]>([
    ['UTF-8', Buffer.from(table), 'utf-8', true],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${table}`), 'utf-8', true],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${table}`, 'utf16le'), 'utf-16le', true],
    ['UTF-16 LE with two', Buffer.from(`\uFEFF\uFEFF${table}`, 'utf16le'), 'utf-16le', true],
    ['UTF-16 BE with a mark', utf16be(`\uFEFF${table}`), 'utf-16be', true],
    ['UTF-16 LE', Buffer.from(table, 'utf16le'), 'utf-16le', false],
    ['UTF-16 BE', utf16be(table), 'utf-16be', false],
    ['Windows-1252', windows, 'windows-1252', false],
  ])('reads %s', (_, bytes, encoding, isCertain) => {
    expect(decode(bytes, 'r.csv')).toEqual({ text: table, encoding, isCertain });
  });

  it.each([
    ['a replacement character', Buffer.from('file\nM\uFFFDller.zip\n')],
    ['half a character of UTF-16', Buffer.concat([Buffer.from('\uFEFFfile\n', 'utf16le'), Buffer.from([0x41])])],
  ])('refuses %s instead of passing it on', (_, bytes) => {
    expect(() => decode(bytes, 'r.csv')).toThrow(CourseError);
    expect(() => decode(bytes, 'r.csv')).toThrow('r.csv, line 2');
  });
});

describe('a table', () => {
  it.each([
    ['semicolons', 'file;name\r\na.zip;"Lind; Ana, B"\r\n'],
    ['tabs', 'file\tname\r\na.zip\t"Lind; Ana, B"\r\n'],
    ['commas', 'file,name\r\na.zip,"Lind; Ana, B"\r\n'],
    ["semicolons that Excel's first line names", 'sep=;\r\nfile;name\r\na.zip;"Lind; Ana, B"\r\n'],
    ['semicolons, and commas in a quoted title', 'file;name;"x, y, z"\r\na.zip;"Lind; Ana, B";\r\n'],
  ])('with %s is read', (_, text) => {
    expect(parseCsv(text, 'r.csv')[1]!.slice(0, 2)).toEqual(['a.zip', 'Lind; Ana, B']);
  });

  it('may call its columns what registrars do', () => {
    const { students } = readRoster('Student Name;ID;E-Mail\r\n"Doe, Jane";903;j@x.edu\r\n', 'r.csv');
    expect(students).toMatchObject([{ name: 'Doe, Jane', ids: ['903'], email: 'j@x.edu', file: '' }]);
  });
});
