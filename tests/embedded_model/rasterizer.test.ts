import { describe, expect, it } from 'vitest';
import { ellipse, hole, line, polygon, rect, ring, type Shape } from '../../embedded_model/pictures/shape.ts';
import { Surface, solid } from '../../embedded_model/pictures/surface.ts';
import { cos, sin } from '../../embedded_model/pictures/trig.ts';

/** Coverage of a shape: the alpha that a solid fill leaves, [size, size]. */
function coverage(shape: Shape, size = 8): number[] {
  const surface = new Surface(size);
  surface.fill(shape, solid([1, 1, 1]));
  return Array.from({ length: size * size }, (_, i) => surface.pixels[4 * i + 3]!);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('sine and cosine', () => {
  it('agree with Math within 1e-9, far from 0 too', () => {
    for (let angle = -50; angle < 50; angle += 0.037) {
      expect(Math.abs(sin(angle) - Math.sin(angle))).toBeLessThan(1e-9);
      expect(Math.abs(cos(angle) - Math.cos(angle))).toBeLessThan(1e-9);
    }
  });
});

describe('the rasterizer', () => {
  it('gives each pixel the share of its area that a rectangle covers', () => {
    const alpha = coverage(rect(1.25, 2.5, 2, 1));
    expect(alpha[2 * 8 + 1]).toBeCloseTo(0.75 * 0.5, 6);
    expect(alpha[2 * 8 + 2]).toBeCloseTo(0.5, 6);
    expect(alpha[3 * 8 + 3]).toBeCloseTo(0.25 * 0.5, 6);
    expect(sum(alpha)).toBeCloseTo(2, 5);
  });

  it('covers the area of a triangle that crosses pixels at every slope', () => {
    expect(sum(coverage(polygon([0.3, 0.2, 7.6, 2.1, 2.2, 7.7])))).toBeCloseTo(
      Math.abs((7.6 - 0.3) * (7.7 - 0.2) - (2.2 - 0.3) * (2.1 - 0.2)) / 2,
      4,
    );
  });

  it('covers half of a pixel that a diagonal cuts', () => {
    const alpha = coverage(polygon([0, 0, 4, 4, 0, 4]));
    for (let i = 0; i < 4; i++) expect(alpha[i * 8 + i]).toBeCloseTo(0.5, 6);
    expect(alpha[3]).toBe(0);
    expect(alpha[3 * 8]).toBeCloseTo(1, 6);
  });

  it('cuts holes, and unites overlapping parts', () => {
    expect(coverage([...rect(0, 0, 8, 8), ...hole(rect(2, 2, 4, 4))])[3 * 8 + 3]).toBeCloseTo(0, 6);
    expect(coverage(ring(4, 4, 4, 2))[4 * 8 + 4]).toBeCloseTo(0, 6);
    expect(sum(coverage([...rect(1, 1, 4, 4), ...rect(2, 2, 4, 4)]))).toBeCloseTo(16 + 16 - 9, 4);
  });

  it('cuts off what lies outside on any side, and leaves nothing behind for the next fill', () => {
    const surface = new Surface(8);
    const shapes = [
      rect(-5, -5, 20, 20),
      ellipse(-20, 4, 3),
      ellipse(30, 4, 3),
      ellipse(4, -20, 3),
      ellipse(4, 30, 3),
      ellipse(8, 8, 5),
      line([-3, 9, 12, -2], 2),
    ];
    for (const shape of shapes) surface.fill(shape, solid([1, 1, 1]));
    expect(sum(coverage(shapes[0]!))).toBeCloseTo(64, 5);
    for (const shape of shapes.slice(1, 5)) expect(sum(coverage(shape))).toBeCloseTo(0, 6);
    surface.pixels.fill(0);
    surface.fill(rect(2, 2, 1, 1), solid([1, 1, 1]));
    expect(sum([...surface.pixels])).toBeCloseTo(4, 6);
  });

  it('draws a circle of the right area', () => {
    const drawn = sum(coverage(ellipse(20, 20, 15), 40));
    // A polygon of 32 corners: a little less than the circle.
    expect(drawn).toBeCloseTo(16 * 15 * 15 * Math.sin((2 * Math.PI) / 32), 2);
  });
});
