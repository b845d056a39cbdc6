/** Text as outlines, from the Open Sans font in its npm package: no installed font is needed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as opentype from 'opentype.js';
import type { Canvas, Point, Polygon } from './canvas.ts';
import type { Rgb } from './colormap.ts';

export interface TextStyle {
  /** Font size in pixels. */
  readonly size: number;
  readonly bold?: boolean;
  readonly color: Rgb;
}

export type Align = 'left' | 'center' | 'right';

/** Height of a line of text, in font sizes. */
export const LINE_HEIGHT = 1.36;
/** Distance from a line's top to the baseline, in font sizes. */
const ASCENT = 1.06;

/** Draws one line; `x` is its left end, center or right end, `top` its upper edge. */
export function drawText(
  canvas: Canvas,
  text: string,
  x: number,
  top: number,
  style: TextStyle,
  align: Align = 'left',
): void {
  const left = x - measureText(text, style) * { left: 0, center: 0.5, right: 1 }[align];
  const outlines = layOut(text, style).flatMap(({ glyph, x: offset }) =>
    flatten(glyph.getPath(left + offset, top + ASCENT * style.size, style.size).commands),
  );
  if (outlines.length > 0) canvas.fill(outlines, style.color);
}

/** Width in pixels. */
export function measureText(text: string, style: Omit<TextStyle, 'color'>): number {
  const last = layOut(text, style).at(-1);
  return last ? last.x + last.advance : 0;
}

/** Wraps text at word boundaries into at most `maxLines` lines of at most `width`; longer text ends in "…". */
export function wrapText(text: string, width: number, style: Omit<TextStyle, 'color'>, maxLines: number): string[] {
  const fits = (line: string) => measureText(line, style) <= width;
  const lines: string[] = [];
  let words = text.split(/\s+/).filter((word) => word !== '');
  while (words.length > 0 && lines.length < maxLines) {
    let count = 1;
    while (count < words.length && fits(words.slice(0, count + 1).join(' '))) count++;
    const isLastLine = lines.length === maxLines - 1;
    lines.push(isLastLine ? shorten(words.join(' '), fits) : shorten(words.slice(0, count).join(' '), fits));
    words = isLastLine ? [] : words.slice(count);
  }
  return lines;
}

function shorten(line: string, fits: (line: string) => boolean): string {
  if (fits(line)) return line;
  let letters = [...line];
  while (letters.length > 1 && !fits(`${letters.join('').trimEnd()}…`)) letters = letters.slice(0, -1);
  return `${letters.join('').trimEnd()}…`;
}

interface PlacedGlyph {
  readonly glyph: opentype.Glyph;
  readonly x: number;
  readonly advance: number;
}

function layOut(text: string, { size, bold = false }: Omit<TextStyle, 'color'>): PlacedGlyph[] {
  const placed: PlacedGlyph[] = [];
  let x = 0;
  let previous: { font: opentype.Font | undefined; glyph: opentype.Glyph } | undefined;
  for (const letter of text.normalize('NFC')) {
    const font = fontWith(letter, bold);
    const shown = font ?? loadFont('latin', bold);
    const glyph = shown.charToGlyph(font ? letter : '?');
    const scale = size / shown.unitsPerEm;
    if (font && previous?.font === font) x += font.getKerningValue(previous.glyph, glyph) * scale;
    const advance = (glyph.advanceWidth ?? 0) * scale;
    placed.push({ glyph, x, advance });
    x += advance;
    previous = { font, glyph };
  }
  return placed;
}

/**
 * opentype.js's ES module and CommonJS builds export differently; `require` gives the same in Node, Vitest and a bundle. Loaded
 * only when text is drawn: a sandbox draws none and has no packages.
 */
const require = createRequire(import.meta.url);

/** In the order in which they are asked for a letter; each is loaded when the ones before lack it. */
const SUBSETS = [
  'latin',
  'latin-ext',
  'greek',
  'cyrillic',
  'vietnamese',
  'math',
  'symbols',
  'cyrillic-ext',
  'greek-ext',
  'hebrew',
];
const loaded = new Map<string, opentype.Font>();

/** The first subset that has a letter. The font lacks the scripts of East Asia, among others: their letters show as question marks. */
function fontWith(letter: string, bold: boolean): opentype.Font | undefined {
  for (const subset of SUBSETS) {
    const font = loadFont(subset, bold);
    if (font.charToGlyphIndex(letter) > 0) return font;
  }
  return undefined;
}

function loadFont(subset: string, bold: boolean): opentype.Font {
  const file = `@fontsource/open-sans/files/open-sans-${subset}-${bold ? 600 : 400}-normal.woff`;
  let font = loaded.get(file);
  if (!font) {
    const bytes = readFileSync(require.resolve(file));
    const { parse } = require('opentype.js') as typeof opentype;
    font = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    loaded.set(file, font);
  }
  return font;
}

/** Curves become short straight segments: eight each are smooth at a figure's sizes. */
function flatten(commands: readonly opentype.PathCommand[]): Polygon[] {
  const polygons: Point[][] = [];
  let current: Point[] = [];
  for (const command of commands) {
    if (command.type === 'M') {
      current = [[command.x, command.y]];
      polygons.push(current);
    } else if (command.type === 'L') current.push([command.x, command.y]);
    else if (command.type !== 'Z') {
      const start = current.at(-1)!;
      const controls: Point[] = [start, [command.x1, command.y1]];
      if (command.type === 'C') controls.push([command.x2, command.y2]);
      controls.push([command.x, command.y]);
      for (let i = 1; i <= 8; i++) current.push(bezier(controls, i / 8));
    }
  }
  return polygons;
}

/** De Casteljau's algorithm. */
function bezier(points: readonly Point[], t: number): Point {
  if (points.length === 1) return points[0]!;
  const next = points.slice(1).map(([x, y], i): Point => {
    const [px, py] = points[i]!;
    return [px + t * (x - px), py + t * (y - py)];
  });
  return bezier(next, t);
}
