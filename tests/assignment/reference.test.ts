/** The reference passes every check: on the stored fixtures, and on fresh inputs with right dependencies in its hands. */
import { beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../assignment/checks/index.ts';
import { referenceDependencies } from '../../assignment/reference_dependencies/index.ts';
import { hasFixture, loadFixture, type Manifest, readManifest } from '../../harness/fixtures.ts';
import { judge } from '../../harness/judge.ts';
import { runCheck } from '../../harness/run.ts';
import { openTarget, type Target } from '../../harness/runner/target.ts';
import { initEngine } from '../../lib/engine/index.ts';
import { loadFixtureModel, type Model } from '../../lib/models/index.ts';
import { Random } from '../../lib/random.ts';

let model: Model;
let reference: Target;
let manifest: Manifest;

beforeAll(async () => {
  await initEngine({ quiet: true });
  ({ model } = await loadFixtureModel());
  reference = await openTarget('reference');
  manifest = await readManifest('fixtures');
});

describe('the reference, on the stored fixtures', () => {
  it.each(checks.filter(hasFixture).map((check) => [check.id, check] as const))('%s', async (_, check) => {
    const { inputs, expected } = await loadFixture('fixtures', manifest, check);
    const outcome = await runCheck(check, await reference.load(check.subject.module), inputs, { model });
    expect(judge(check, inputs, outcome, expected)).toMatchObject({ passed: true });
  });
});

describe('the reference with given dependencies, on fresh inputs', () => {
  it.each(checks.map((check) => [check.id, check] as const))('%s', async (_, check) => {
    const exports = await reference.load(check.subject.module);
    const inputs = check.inputs(new Random(`fresh ${check.id}`), { numClasses: model.numClasses });
    const alone = await runCheck(check, exports, inputs, { model });
    const withReferenceDependencies = await runCheck(check, exports, inputs, {
      model,
      dependencies: { ...referenceDependencies },
    });
    if (alone.kind !== 'answered') throw new Error(alone.message);
    expect(judge(check, inputs, withReferenceDependencies, alone.answers)).toMatchObject({ passed: true });
  });
});
