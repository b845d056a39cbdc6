/** Text in columns. */
import { stripVTControlCharacters } from 'node:util';

type Alignment = 'left' | 'right';

/**
 * @param rows cells, which may be colored; each row has as many
 * @param alignment of each column; the last one also applies to the columns after it
 * @returns a line for each row
 */
export function tableLines(rows: readonly (readonly string[])[], alignment: readonly Alignment[] = ['left']): string[] {
  const width = (cell: string) => stripVTControlCharacters(cell).length;
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column]!))));
  const pad = (cell: string, column: number) => {
    const blank = ' '.repeat(widths[column]! - width(cell));
    return (alignment[column] ?? alignment.at(-1)) === 'right' ? blank + cell : cell + blank;
  };
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}
