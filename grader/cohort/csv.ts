/** Tables as CSV (RFC 4180): read from the course, written for spreadsheets. */
import { CourseError } from '../../lib/errors.ts';

/**
 * Lines end with CR LF. Text that a spreadsheet would read as a formula gets a leading apostrophe (OWASP, "CSV Injection"):
 * students choose file names and their own names. Numbers stay numbers.
 */
export function toCsv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Full-width signs too, and any white space that is trimmed before them. */
export const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function cell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows of cells. The separator is the one most frequent in the first line: comma, semicolon, tab or bar. Empty lines, a byte order
 * mark and Excel's `sep=;` are dropped.
 * @param name the file's name, for errors
 * @throws CourseError if a quote is not closed, or is inside an unquoted cell
 */
export function parseCsv(text: string, name: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // Each match is one cell with its terminator.
  const declared = /^\uFEFF?sep=([,;\t|])(?:\r\n|\n|\r)/.exec(text);
  const source = declared ? text.slice(declared[0].length) : text.replace(/^\uFEFF/, '');
  const separator = declared?.[1] ?? separatorOf(source);
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))([${separator}]|\\r\\n|\\n|\\r|$)`, 'y');
  while (cells.lastIndex < source.length || row.length > 0) {
    const at = cells.lastIndex;
    const match = cells.exec(source);
    if (!match) {
      const line = source.slice(0, at).split(/\r\n|\n|\r/).length;
      throw new CourseError(`${name}, line ${line}: a quoted cell is not closed, or a quote is in the middle of one.`);
    }
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === separator) continue;
    if (row.some((content) => content !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

/** Ignores quoted cells; a comma if there is no separator. */
function separatorOf(text: string): string {
  const [header = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/);
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
