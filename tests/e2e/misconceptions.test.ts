/**
 * Every known mistake loses points of its own function and of no other; every accepted variant is accepted.
 *
 * Kept short: `quick` leaves out the checks on SqueezeNet of functions that have value checks on the toy network, and the
 * search for hints, which is tried here on one function. `npm run misconceptions` runs them all.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { accepted } from '../../assignment/accepted/index.ts';
import { checks } from '../../assignment/checks/index.ts';
import { subjects } from '../../assignment/checks/subjects.ts';
import { misconceptions } from '../../assignment/misconceptions/index.ts';
import { sumPoints } from '../../harness/points.ts';
import { openTarget } from '../../harness/runner/target.ts';
import { initEngine } from '../../lib/engine/index.ts';
import { loadFixtureModel } from '../../lib/models/index.ts';
import { renderProblems } from '../../scripts/misconceptions/render.ts';
import { type Scoring, scoreFunction, totals } from '../../scripts/misconceptions/score.ts';

let course: Scoring;

beforeAll(async () => {
  await initEngine({ quiet: true });
  const { model } = await loadFixtureModel();
  const reference = await openTarget('reference');
  course = {
    model,
    checks,
    reference: (module) => reference.load(module),
    seed: 'test',
    quick: true,
    wrong: misconceptions,
    right: accepted,
  };
});

it('has at least 40 right solutions, and a mistake for each function', () => {
  expect(accepted.length).toBeGreaterThanOrEqual(40);
  for (const variants of [accepted, misconceptions]) {
    expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length);
    expect(new Set(variants.map(({ subject }) => subject))).toEqual(new Set(Object.values(subjects)));
  }
});

it('gives 100 points in all', () => {
  expect(sumPoints(checks.map(({ points }) => points))).toBe(100);
});

describe.each(Object.values(subjects).map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  it('loses points by every mistake and by no right solution', async () => {
    const score = await scoreFunction(course, subject);
    expect(renderProblems([score])).toEqual([]);
    const { wrong, right } = totals([score]);
    expect(Math.min(wrong, right)).toBeGreaterThan(0);
  });
});

it('recognizes each mistake in the Gram matrix by its answers', async () => {
  const { wrong } = await scoreFunction({ ...course, quick: false }, subjects.gramMatrix);
  expect(wrong.map(({ told }) => told?.as)).toEqual(wrong.map(({ variant }) => variant.id));
});
