/** Figures for a report, as PNG: a grid of titled panels on white. The same input gives the same bytes. */
import { writeFileAtomically } from '../files.ts';
import { Canvas } from './canvas.ts';
import { type Chart, paintChart } from './chart.ts';
import { type ColorMapName, colorTable, type Rgb } from './colormap.ts';
import { fitPicture, type Panel, paintPanel } from './panels.ts';
import { encodePng } from './png.ts';
import type { Picture } from './resize.ts';
import { drawText, LINE_HEIGHT, wrapText } from './text.ts';
import { formatNumber } from './ticks.ts';

export type { Chart, Series } from './chart.ts';
export type { ColorMapName } from './colormap.ts';
export type { ChartPanel, ImagePanel, MapPanel, Panel, SignedPanel } from './panels.ts';

export interface Figure {
  readonly title?: string;
  /** Rows of panels, from the top; columns line up. */
  readonly rows: readonly (readonly Panel[])[];
  /** Longer side of each panel, in pixels. Default 280. */
  readonly panelSize?: number;
}

const TEXT: Rgb = [25, 25, 25];
const FAINT: Rgb = [105, 105, 105];
const BORDER: Rgb = [215, 215, 215];
const MARGIN = 28;
const COLUMN_GAP = 24;
const ROW_GAP = 22;
const LABEL_GAP = 7;
const TITLE = { size: 22, bold: true, color: TEXT };
const PANEL_TITLE = { size: 16, bold: true, color: TEXT };
const SUBTITLE = { size: 14, color: FAINT };
const BAR = { gap: 10, width: 14, text: 58, size: 13 };
const CHART_ASPECT = 1.6;

/** Renders and writes a figure, atomically. */
export async function saveFigure(path: string, figure: Figure): Promise<void> {
  await writeFileAtomically(path, encodePng(renderFigure(figure)));
}

/** Writes a picture alone, pixel for pixel, atomically. */
export async function savePicture(path: string, picture: Picture): Promise<void> {
  await writeFileAtomically(path, encodePng(picture));
}

/** A single chart. Default 720×400 pixels. */
export function renderChart(chart: Chart & { title?: string }, { width = 720, height = 400 } = {}): Picture {
  return arrange(chart.title, [
    [{ picture: paintChart(chart, width, height), isChart: true, titleLines: [], subtitleLines: [] }],
  ]);
}

export function renderFigure({ title, rows, panelSize = 280 }: Figure): Picture {
  if (rows.every((row) => row.length === 0)) throw new RangeError('A figure needs at least one panel.');
  return arrange(
    title,
    rows.map((row) => row.map((panel) => prepare(panel, panelSize))),
  );
}

/** A panel at its final size, its labels wrapped into lines. */
interface Prepared {
  readonly picture: Picture;
  readonly isChart: boolean;
  readonly titleLines: readonly string[];
  readonly subtitleLines: readonly string[];
  readonly colorBar?: { readonly colorMap: ColorMapName; readonly range: readonly [number, number] };
}

function prepare(panel: Panel, size: number): Prepared {
  const labels = (width: number) => ({
    titleLines: wrapText(panel.title ?? '', width, PANEL_TITLE, 2),
    subtitleLines: wrapText(panel.subtitle ?? '', width, SUBTITLE, 2),
  });
  if ('chart' in panel) {
    const width = Math.round(size * CHART_ASPECT);
    return { picture: paintChart(panel.chart, width, size), isChart: true, ...labels(width) };
  }
  const painted = paintPanel(panel);
  const prepared = { picture: fitPicture(painted, size), isChart: false, ...labels(size) };
  if (!('map' in panel && panel.colorBar && painted.range)) return prepared;
  return {
    ...prepared,
    colorBar: { colorMap: panel.colorMap ?? (panel.over ? 'jet' : 'viridis'), range: painted.range },
  };
}

function arrange(title: string | undefined, rows: readonly (readonly Prepared[])[]): Picture {
  const columnWidths = columnsOf(rows).map((column) => Math.max(...column.map(widthOf)));
  const measured = rows.map((row) => ({
    row,
    titleHeight: Math.max(0, ...row.map(({ titleLines }) => textHeight(titleLines, PANEL_TITLE.size))),
    pictureHeight: Math.max(0, ...row.map(({ picture }) => picture.height)),
    subtitleHeight: Math.max(0, ...row.map(({ subtitleLines }) => textHeight(subtitleLines, SUBTITLE.size))),
  }));
  const contentWidth = sum(columnWidths) + COLUMN_GAP * (columnWidths.length - 1);
  const heading = wrapText(title ?? '', contentWidth, TITLE, 3);
  const headingHeight = heading.length > 0 ? textHeight(heading, TITLE.size) + LABEL_GAP : 0;
  const rowHeights = measured.map((m) => m.titleHeight + m.pictureHeight + m.subtitleHeight);
  const canvas = new Canvas(
    contentWidth + 2 * MARGIN,
    2 * MARGIN + headingHeight + sum(rowHeights) + ROW_GAP * (rows.length - 1),
  );

  drawLines(canvas, heading, MARGIN + contentWidth / 2, MARGIN, TITLE);
  let y = MARGIN + headingHeight;
  measured.forEach(({ row, titleHeight, pictureHeight }, i) => {
    let x = MARGIN;
    row.forEach((panel, column) => {
      const columnWidth = columnWidths[column]!;
      drawPanel(canvas, panel, x + Math.floor((columnWidth - widthOf(panel)) / 2), y, titleHeight, pictureHeight);
      x += columnWidth + COLUMN_GAP;
    });
    y += rowHeights[i]! + ROW_GAP;
  });
  return canvas;
}

function drawPanel(
  canvas: Canvas,
  panel: Prepared,
  x: number,
  y: number,
  titleHeight: number,
  pictureHeight: number,
): void {
  const { picture, titleLines, subtitleLines } = panel;
  const center = x + picture.width / 2;
  // Titles are bottom-aligned, so that a two-line title does not push its picture out of the row.
  drawLines(canvas, titleLines, center, y + titleHeight - textHeight(titleLines, PANEL_TITLE.size), PANEL_TITLE);
  const top = y + titleHeight + Math.floor((pictureHeight - picture.height) / 2);
  canvas.draw(picture, x, top);
  if (!panel.isChart) canvas.frame(x, top, picture.width, picture.height, BORDER);
  if (panel.colorBar) drawColorBar(canvas, panel.colorBar, x + picture.width + BAR.gap, top, picture.height);
  drawLines(canvas, subtitleLines, center, top + picture.height + LABEL_GAP, SUBTITLE);
}

function drawColorBar(
  canvas: Canvas,
  { colorMap, range: [low, high] }: { colorMap: ColorMapName; range: readonly [number, number] },
  x: number,
  top: number,
  height: number,
): void {
  const table = colorTable(colorMap);
  for (let row = 0; row < height; row++) {
    const at = 3 * Math.floor((1 - (row + 0.5) / height) * 256);
    canvas.fillRect(x, top + row, BAR.width, 1, [table[at]!, table[at + 1]!, table[at + 2]!]);
  }
  canvas.frame(x, top, BAR.width, height, BORDER);
  const line = BAR.size * LINE_HEIGHT;
  for (const part of [0, 0.5, 1]) {
    const y = top + (height - line) * (1 - part);
    drawText(canvas, formatNumber(low + (high - low) * part), x + BAR.width + 6, y, { size: BAR.size, color: FAINT });
  }
}

function drawLines(
  canvas: Canvas,
  lines: readonly string[],
  center: number,
  top: number,
  style: { size: number; bold?: boolean; color: Rgb },
): void {
  lines.forEach((line, i) => {
    drawText(canvas, line, center, top + i * Math.ceil(style.size * LINE_HEIGHT), style, 'center');
  });
}

/** Height of lines of text, with the gap to the picture. */
function textHeight(lines: readonly string[], size: number): number {
  return lines.length === 0 ? 0 : lines.length * Math.ceil(size * LINE_HEIGHT) + LABEL_GAP;
}

function widthOf({ picture, colorBar }: Prepared): number {
  return picture.width + (colorBar ? BAR.gap + BAR.width + 6 + BAR.text : 0);
}

function columnsOf<T>(rows: readonly (readonly T[])[]): T[][] {
  const count = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) => rows.flatMap((row) => row.slice(column, column + 1)));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
