/** The points in the documentation are those of the checks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checks } from '../../assignment/checks/index.ts';
import type { Check } from '../../harness/check.ts';
import { hasFixture } from '../../harness/fixtures.ts';
import { sumPoints } from '../../harness/points.ts';
import { projectRoot } from '../../lib/root.ts';

const page = readFileSync(join(projectRoot, 'docs/assignment.md'), 'utf8');

it('docs/assignment.md has the points of every function', () => {
  const subjects = [...new Set(checks.map(({ subject }) => subject))];
  const rows = subjects.map(({ name, builtOn = [] }) => {
    const own = checks.filter(({ subject }) => subject.name === name);
    const hidden = own.filter(({ visibility }) => visibility !== 'visible').length;
    const points = sumPoints(own.map((check) => check.points));
    return `| \`${name}\` | ${points} | ${own.length} | ${hidden || ''} | ${builtOn.map((one) => `\`${one}\``).join(', ')} |`;
  });
  const total = sumPoints(checks.map(({ points }) => points));
  expect(page).toContain(`${total} points in ${checks.length} checks`);
  expect(page.split('\n').filter((line) => /^\| `[\w.]+` \| [\d.]+ \|/.test(line))).toEqual(rows);
});

it('the handout says which of the points its own checks are worth, and which the report shows at once', () => {
  const pointsOf = (some: readonly Check[]) => sumPoints(some.map(({ points }) => points));
  const [own, all] = [pointsOf(checks.filter(hasFixture)), pointsOf(checks)];
  const atOnce = pointsOf(checks.filter(({ visibility }) => visibility === 'visible'));
  const readme = readFileSync(join(projectRoot, 'handout/README.md'), 'utf8').replaceAll('\n', ' ');
  expect(readme).toContain(`The checks here are worth ${own} of the ${all} points`);
  expect(readme).toContain(`Its report shows ${atOnce} of them at once`);
});
