/** Which parts of two functions match, token by token, with Dolos's winnowing (Schleimer et al. 2003). */
import { File, FingerprintIndex, Region, TokenizedFile } from '@dodona/dolos-core';
import ts from 'typescript';
import type { WrittenFunction } from './functions.ts';

/** So many tokens in a row must match, and one of so many such rows is kept: short, as the functions are. */
const [GRAM, WINDOW] = [6, 3];

export interface Piece {
  readonly text: string;
  readonly matches: boolean;
}

/** The function and its helpers, as pieces that match the other's or not. */
export function matchingPieces(a: WrittenFunction, b: WrittenFunction): [Piece[], Piece[]] {
  const [left, right] = [tokenized('a', a), tokenized('b', b)];
  const index = new FingerprintIndex(GRAM, WINDOW);
  index.addFiles([left, right]);
  const fragments = index.getPair(left, right).buildFragments();
  return [
    pieces(
      left,
      fragments.map(({ leftSelection }) => leftSelection),
    ),
    pieces(
      right,
      fragments.map(({ rightSelection }) => rightSelection),
    ),
  ];
}

const textOf = ({ source, parts }: WrittenFunction): string =>
  parts.map(({ node }) => source.text.slice(node.getStart(source), node.end)).join('\n\n');

function tokenized(name: string, written: WrittenFunction): TokenizedFile {
  const text = textOf(written);
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, ts.LanguageVariant.Standard, text);
  const starts = lineStarts(text);
  const tokens: string[] = [];
  const mapping: Region[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isApi =
      kind === ts.SyntaxKind.Identifier && (tokens.at(-1) === '.' || written.api.has(scanner.getTokenText()));
    const isLocal = kind === ts.SyntaxKind.Identifier && !isApi;
    tokens.push(isLocal ? 'name' : scanner.getTokenText());
    const [row, column] = placeOf(scanner.getTokenStart(), starts);
    const [endRow, endColumn] = placeOf(scanner.getTokenEnd(), starts);
    mapping.push(new Region(row, column, endRow, endColumn));
  }
  return new TokenizedFile(new File(name, text), tokens, mapping);
}

function pieces(file: TokenizedFile, regions: readonly Region[]): Piece[] {
  const text = file.file.content;
  const starts = lineStarts(text);
  const isMatched = new Uint8Array(text.length);
  for (const { startRow, startCol, endRow, endCol } of regions)
    isMatched.fill(1, starts[startRow]! + startCol, starts[endRow]! + endCol);
  const found: Piece[] = [];
  let start = 0;
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && isMatched[i] === isMatched[start]) continue;
    found.push({ text: text.slice(start, i), matches: isMatched[start] === 1 });
    start = i;
  }
  return found;
}

const lineStarts = (text: string): number[] => [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];

function placeOf(offset: number, starts: readonly number[]): [row: number, column: number] {
  const row = starts.findLastIndex((start) => start <= offset);
  return [row, offset - starts[row]!];
}
