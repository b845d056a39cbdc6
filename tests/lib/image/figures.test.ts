import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { type Panel, renderChart, renderFigure, saveFigure } from '../../../lib/image/figures.ts';
import { fitPicture, paintMap, paintPanel, paintSigned } from '../../../lib/image/panels.ts';
import type { Picture } from '../../../lib/image/resize.ts';
import { float32 } from '../../../lib/tensor/array.ts';

const pixel = ({ width, data }: Picture, x: number, y: number) => [
  ...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
];
const has = (picture: Picture, color: number[]) => {
  for (let i = 0; i < picture.data.length; i += 3)
    if (color.every((value, c) => picture.data[i + c] === value)) return true;
  return false;
};
const red = float32(
  [2, 3, 3],
  Array.from({ length: 18 }, (_, i) => (i % 3 === 0 ? 255 : 0)),
);

describe('panels', () => {
  test('a map: lowest and highest value take the ends of the color map, a constant the lowest', () => {
    const map = float32([1, 3], [-1, 0, 1]);
    expect([...paintMap(map, 'gray', [-1, 1]).data]).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255]);
    expect([...paintPanel({ map: float32([1, 2], [4, 4]), colorMap: 'gray' }).data]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(paintPanel({ map: tf.tensor2d([[1, 5]]) }).range).toEqual([1, 5]);
  });

  test('a map over a picture is resized to it and mixed', () => {
    const painted = paintPanel({
      map: float32([1, 1], [1]),
      range: [0, 1],
      colorMap: 'gray',
      over: red,
      opacity: 0.25,
    });
    expect([painted.width, painted.height]).toEqual([3, 2]);
    expect(pixel(painted, 1, 1)).toEqual([255, 64, 64]);
  });

  test('a signed image: zero is neutral gray, and one outlier does not hide the rest', () => {
    const values = new Float32Array(300 * 3).fill(0);
    values[0] = 1000;
    for (let i = 30; i < 60; i++) values[i] = i % 2 === 0 ? 2 : -2;
    const { data } = paintSigned(float32([30, 10, 3], values));
    expect([data[0], data[1], data[30], data[31]]).toEqual([255, 128, 255, 1]);
    expect([...paintSigned(float32([1, 1, 3], [0, 0, 0])).data]).toEqual([128, 128, 128]);
  });

  test('few large cells stay squares; a picture is smoothed', () => {
    const cells = fitPicture({ width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 255, 255, 255) }, 20);
    expect([cells.width, cells.height]).toEqual([20, 10]);
    expect(new Set(cells.data)).toEqual(new Set([0, 255]));
    const smooth = fitPicture({ width: 2, height: 1, data: Uint8Array.of(0, 0, 0, 255, 255, 255) }, 6);
    expect(new Set(smooth.data).size).toBeGreaterThan(2);
  });

  test('wrong shapes are named', () => {
    expect(() => paintPanel({ image: tf.zeros([1, 4, 4, 3]) as unknown as tf.Tensor3D })).toThrow(
      /\[H,W,3\].*\[1,4,4,3\]/,
    );
    expect(() => paintPanel({ map: float32([4, 4, 1], new Float32Array(16)) })).toThrow(/\[H,W\]/);
  });
});

describe('figures', () => {
  const panels: Panel[][] = [
    [
      { image: red, title: 'tabby cat', subtitle: 'probability 93.1 %' },
      {
        map: float32(
          [4, 4],
          Array.from({ length: 16 }, (_, i) => i),
        ),
        colorBar: true,
        title: 'map',
      },
    ],
    [
      {
        chart: {
          series: [
            { name: 'total', values: [5, 3, 2] },
            { name: 'style', values: [4, 2, 1] },
          ],
          xLabel: 'iteration',
          yLabel: 'loss',
        },
      },
    ],
  ];

  test('white margins, the pictures, and text', () => {
    const figure = renderFigure({ title: 'Saliency', rows: panels, panelSize: 120 });
    for (let x = 0; x < figure.width; x++) {
      expect(pixel(figure, x, 5)).toEqual([255, 255, 255]);
      expect(pixel(figure, x, figure.height - 5)).toEqual([255, 255, 255]);
    }
    expect(has(figure, [255, 0, 0])).toBe(true);
    expect(has(figure, [25, 25, 25])).toBe(true);
    const untitled = renderFigure({ rows: panels, panelSize: 120 });
    expect(untitled.height).toBeLessThan(figure.height);
    expect(untitled.width).toBe(figure.width);
  });

  test('a long title is broken, then cut; it never widens the figure', () => {
    const short = renderFigure({ rows: [[{ image: red, title: 'cat' }]] });
    const long = renderFigure({ rows: [[{ image: red, title: 'a cat '.repeat(60) }]] });
    expect(long.width).toBe(short.width);
    expect(long.height - short.height).toBeLessThan(30);
    expect(renderFigure({ rows: [[{ image: red, title: 'W'.repeat(200) }]] }).width).toBe(short.width);
  });

  test('letters beyond ASCII are drawn; scripts that the font lacks become question marks', () => {
    const render = (title: string) => Buffer.from(renderFigure({ rows: [[{ image: red, title }]] }).data);
    expect(render('Tübingen').equals(render('Tbingen'))).toBe(false);
    expect(render('łódź').equals(render('łd'))).toBe(false);
    expect(render('中').equals(render('?'))).toBe(true);
  });

  test('rows of different length, a single panel, a panel of one pixel', () => {
    const dot: Panel = { image: { width: 1, height: 1, data: Uint8Array.of(9, 9, 9) } };
    expect(renderFigure({ rows: [[dot, dot], [dot]], panelSize: 50 }).width).toBe(2 * 50 + 2 * 28 + 24);
    expect(() => renderFigure({ rows: [[]] })).toThrow(/at least one panel/);
  });

  test('the same figure gives the same file, which is a PNG', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'figures-'));
    const paths = ['a', 'b'].map((name) => join(folder, 'visualization', `${name}.png`));
    for (const path of paths) await saveFigure(path, { title: 'x', rows: panels });
    const [a, b] = await Promise.all(paths.map((path) => readFile(path)));
    expect(a).toEqual(b);
    const rendered = renderFigure({ title: 'x', rows: panels });
    const png = PNG.sync.read(a!);
    expect([png.width, png.height]).toEqual([rendered.width, rendered.height]);
    expect([...png.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    await rm(folder, { recursive: true });
  });
});

describe('charts', () => {
  const blue = [0, 114, 178];
  test('a falling loss runs from the upper left to the lower right', () => {
    const chart = renderChart({ series: [{ name: 'loss', values: Array.from({ length: 50 }, (_, i) => 50 - i) }] });
    const ys = new Map<number, number>();
    for (let x = 0; x < chart.width; x++) {
      for (let y = 0; y < chart.height; y++)
        if (pixel(chart, x, y).every((value, c) => value === blue[c])) ys.set(x, y);
    }
    const columns = [...ys.keys()].sort((a, b) => a - b);
    expect(columns.length).toBeGreaterThan(500);
    expect(ys.get(columns[0]!)!).toBeLessThan(80);
    expect(ys.get(columns.at(-1)!)!).toBeGreaterThan(250);
  });
  test('one value, equal values, gaps, a logarithmic axis with zeros', () => {
    for (const values of [[3], [2, 2, 2], [1, Number.NaN, 3], [0, 0]]) {
      expect(has(renderChart({ series: [{ name: 'x', values }] }), blue)).toBe(true);
    }
    expect(has(renderChart({ logarithmic: true, series: [{ name: 'x', values: [0, 1e-6, 10] }] }), blue)).toBe(true);
    expect(() => renderChart({ logarithmic: true, series: [{ name: 'x', values: [0, -1] }] })).toThrow(
      /at least one finite value/,
    );
  });

  test('a legend beside the axes hides no line; names on the x axis replace its numbers', () => {
    const series = ['a', 'b'].map((name) => ({ name, values: [1, 1, 1] }));
    const rightmost = (picture: Picture) => {
      // Below the legend, where only the line itself is left. Series b lies on series a.
      const columns = [];
      for (let x = 0; x < picture.width; x++) {
        for (let y = 100; y < picture.height; y++)
          if (pixel(picture, x, y).every((value, c) => value === [213, 94, 0][c])) columns.push(x);
      }
      return Math.max(...columns);
    };
    const inside = rightmost(renderChart({ series, legend: 'bottom right' }));
    expect(rightmost(renderChart({ series, legend: 'beside' }))).toBeLessThan(inside - 40);
    const plain = renderChart({ series });
    expect(renderChart({ series, xNames: ['0', '0.5', '1'] }).data).not.toEqual(plain.data);
    expect(renderChart({ series, xNames: ['A', 'B', 'C', 'D'] }).data).not.toEqual(
      renderChart({ series, xNames: ['A', 'B', 'C'] }).data,
    );
  });
});
