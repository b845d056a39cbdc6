/** The skeleton: every stub says what to do, nothing crashes, and nothing passes. */
import { beforeAll, expect, it } from 'vitest';
import { checks } from '../../assignment/checks/index.ts';
import { hasFixture, loadFixture, readManifest } from '../../harness/fixtures.ts';
import { renderResults } from '../../harness/runner/render.ts';
import { type CheckResult, runChecks } from '../../harness/runner/session.ts';
import { openTarget } from '../../harness/runner/target.ts';
import { initEngine } from '../../lib/engine/index.ts';
import { loadFixtureModel } from '../../lib/models/index.ts';

let results: CheckResult[];

beforeAll(async () => {
  await initEngine({ quiet: true });
  const { model } = await loadFixtureModel();
  const manifest = await readManifest('fixtures');
  results = await runChecks(checks.filter(hasFixture), {
    target: await openTarget('skeleton'),
    model,
    expectation: (check) => loadFixture('fixtures', manifest, check),
  });
});

it('has every check fail as not implemented, naming file, function and task', () => {
  for (const { check, verdict } of results) {
    expect(verdict, check.id).toMatchObject({ passed: false, reason: 'not implemented' });
    if (verdict.passed) continue;
    expect(verdict.detail).toContain(check.subject.module);
    expect(verdict.detail).toMatch(/is not implemented yet\. [A-Z]/);
  }
});

it('earns nothing, with one line for each function', () => {
  expect(results.reduce((sum, { points }) => sum + points, 0)).toBe(0);
  const notDone = renderResults(results)
    .split('\n')
    .filter((line) => line.includes('not done yet'));
  expect(notDone).toHaveLength(new Set(checks.map(({ subject }) => subject.name)).size);
});
