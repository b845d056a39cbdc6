/** Line charts, such as a loss over the iterations. */
import { Canvas, type Point } from './canvas.ts';
import type { Rgb } from './colormap.ts';
import type { Picture } from './resize.ts';
import { drawText, LINE_HEIGHT, measureText } from './text.ts';
import { formatNumber, formatPowersOfTen, niceTicks, powersOfTen } from './ticks.ts';

export interface Series {
  readonly name: string;
  /** y values; the i-th is at x = `xStart + i · xStep`. */
  readonly values: readonly number[];
}

export interface Chart {
  readonly series: readonly Series[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly xStart?: number;
  readonly xStep?: number;
  /** What stands at each x value, instead of numbers on the axis. */
  readonly xNames?: readonly string[];
  /** Where the names of several series are: in a corner, or beside the axes, where they hide nothing. Default: top right. */
  readonly legend?: 'top right' | 'bottom right' | 'beside' | 'none';
  /** A logarithmic y axis; values that are not positive are left out. */
  readonly logarithmic?: boolean;
}

/** Distinguishable in grayscale and for color-blind readers (Okabe and Ito 2008). */
const SERIES_COLORS: readonly Rgb[] = [
  [0, 114, 178],
  [213, 94, 0],
  [0, 158, 115],
  [204, 121, 167],
  [230, 159, 0],
  [86, 180, 233],
];
const AXIS: Rgb = [90, 90, 90];
const GRID: Rgb = [230, 230, 230];
const TEXT: Rgb = [40, 40, 40];
const FONT_SIZE = 14;
const LINE = Math.round(FONT_SIZE * LINE_HEIGHT);

export function paintChart(chart: Chart, width: number, height: number): Picture {
  const canvas = new Canvas(width, height);
  const { series, xStart = 0, xStep = 1, logarithmic = false } = chart;
  const shown = (value: number) => Number.isFinite(value) && (!logarithmic || value > 0);
  const values = series.flatMap(({ values }) => values.filter(shown));
  if (values.length === 0)
    throw new RangeError('A chart needs at least one finite value (positive on a logarithmic axis).');
  const scaleY = logarithmic ? Math.log10 : (value: number) => value;
  const yTicks = logarithmic
    ? powersOfTen(smallest(values), largest(values))
    : niceTicks(smallest(values), largest(values), 5);
  const yLabels = logarithmic ? formatPowersOfTen(yTicks) : yTicks.map(formatNumber);
  const longest = chart.xNames?.length ?? Math.max(...series.map(({ values }) => values.length));
  const xEnd = xStart + xStep * Math.max(1, longest - 1);
  const xTicks = chart.xNames
    ? chart.xNames.map((name, i) => ({ x: xStart + xStep * i, name }))
    : niceTicks(xStart, xEnd, 6)
        .filter((x) => x >= xStart && x <= xEnd)
        .map((x) => ({ x, name: formatNumber(x) }));

  const left = Math.ceil(Math.max(...yLabels.map((label) => measureText(label, { size: FONT_SIZE })))) + 10;
  const top = chart.yLabel ? Math.round(1.5 * LINE) + 4 : 10;
  const bottom = height - LINE - 8 - (chart.xLabel ? LINE : 0);
  const legend = legendSize(series);
  const right = width - 14 - (chart.legend === 'beside' ? legend.width : 0);
  const [low, high] = [scaleY(yTicks[0]!), scaleY(yTicks.at(-1)!)];
  const toX = (x: number) => left + ((x - xStart) / (xEnd - xStart)) * (right - left);
  const toY = (y: number) => bottom - ((scaleY(y) - low) / (high - low)) * (bottom - top);

  for (const [i, tick] of yTicks.entries()) {
    canvas.fillRect(left, Math.round(toY(tick)), right - left, 1, GRID);
    drawText(canvas, yLabels[i]!, left - 6, toY(tick) - LINE / 2, { size: FONT_SIZE, color: TEXT }, 'right');
  }
  for (const { x, name } of xTicks) {
    canvas.fillRect(Math.round(toX(x)), bottom, 1, 5, AXIS);
    drawText(canvas, name, toX(x), bottom + 6, { size: FONT_SIZE, color: TEXT }, 'center');
  }
  canvas.fillRect(left, top, 1, bottom - top, AXIS);
  canvas.fillRect(left, bottom, right - left, 1, AXIS);
  if (chart.yLabel) drawText(canvas, chart.yLabel, 2, 0, { size: FONT_SIZE, color: AXIS });
  if (chart.xLabel) {
    drawText(canvas, chart.xLabel, (left + right) / 2, height - LINE - 2, { size: FONT_SIZE, color: AXIS }, 'center');
  }
  series.forEach(({ values }, i) => {
    for (const run of unbrokenRuns(values, shown)) {
      const points = run.map(([index, value]): Point => [toX(xStart + index * xStep), toY(value)]);
      // A lone value would be a speck at a line's width.
      canvas.stroke(points, points.length === 1 ? 6 : 2, SERIES_COLORS[i % SERIES_COLORS.length]!);
    }
  });
  if (series.length > 1 && chart.legend !== 'none') {
    const isAtBottom = chart.legend === 'bottom right';
    drawLegend(
      canvas,
      series,
      chart.legend === 'beside' ? right + 8 : right - legend.width - 8,
      isAtBottom ? bottom - legend.height - 8 : top + 8,
    );
  }
  return canvas;
}

function legendSize(series: readonly Series[]): { width: number; height: number } {
  const textWidth = Math.max(...series.map(({ name }) => measureText(name, { size: FONT_SIZE })));
  return { width: Math.ceil(textWidth) + 44, height: series.length * LINE + 8 };
}

function drawLegend(canvas: Canvas, series: readonly Series[], x: number, top: number): void {
  const { width, height } = legendSize(series);
  canvas.fillRect(x, top, width, height, [255, 255, 255]);
  canvas.frame(x, top, width, height, GRID);
  series.forEach(({ name }, i) => {
    const y = top + 4 + i * LINE;
    canvas.stroke(
      [
        [x + 8, y + LINE / 2],
        [x + 28, y + LINE / 2],
      ],
      3,
      SERIES_COLORS[i % SERIES_COLORS.length]!,
    );
    drawText(canvas, name, x + 36, y, { size: FONT_SIZE, color: TEXT });
  });
}

/** Values that cannot be drawn leave a gap in the line. */
function unbrokenRuns(
  values: readonly number[],
  shown: (value: number) => boolean,
): [index: number, value: number][][] {
  const runs: [number, number][][] = [[]];
  values.forEach((value, index) => {
    if (shown(value)) runs.at(-1)!.push([index, value]);
    else runs.push([]);
  });
  return runs.filter((run) => run.length > 0);
}

const smallest = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
const largest = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
