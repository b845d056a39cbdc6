/** Tables as CSV (RFC 4180): read from the course, written for spreadsheets. */
import { CourseError } from '../../lib/errors.ts';

/**
 * Lines end with CR LF. A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV
 * Injection"): names of files and people are the students' own choice. Numbers stay numbers.
 */
export function toCsv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Full-width signs too, and whatever blank is trimmed before them. */
export const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function cell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows of cells, separated by what the first line has most of: comma, semicolon or tab. Empty lines are left out, a byte order
 * mark and Excel's `sep=;` too.
 * @param name of the file, for errors
 * @throws CourseError if a quote is not closed, or is inside a cell that is not quoted
 */
export function parseCsv(text: string, name: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // Each match is one cell with what ends it.
  const declared = /^\uFEFF?sep=([,;\t])(?:\r\n|\n|\r)/.exec(text);
  const source = declared ? text.slice(declared[0].length) : text.replace(/^\uFEFF/, '');
  const separator = declared?.[1] ?? separatorOf(source);
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n|\\n|\\r|$)`, 'y');
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

/** Quoted cells do not count; a comma if there is none. */
function separatorOf(text: string): string {
  const [header = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/);
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
