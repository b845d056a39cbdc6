/** The network that checks run on, and what they should answer: stored, or computed by the reference if it is at hand. */
import { join } from 'node:path';
import { CourseError } from '#lib/errors.ts';
import { loadFixtureModel, loadModel, type Model } from '#lib/models/index.ts';
import { Random } from '#lib/random.ts';
import { projectRoot } from '#lib/root.ts';
import type { Check } from '../check.ts';
import { loadFixture, readManifest } from '../fixtures.ts';
import { loadMisconceptions, type RecordedMisconception } from '../hints.ts';
import { runCheck } from '../run.ts';
import type { Expectation } from './session.ts';
import { openTarget } from './target.ts';

export interface Known {
  readonly model: Model;
  readonly expectation: Expectation;
  readonly misconceptionsOf: (check: Check) => Promise<readonly RecordedMisconception[]>;
}

export async function storedExpectation(): Promise<Known> {
  const folder = join(projectRoot, 'fixtures');
  const manifest = await readManifest(folder);
  const { model, sha256 } = await loadFixtureModel();
  if (sha256 !== manifest.model.sha256) {
    throw new CourseError(
      'The fixtures were made with another network than assets/model holds. Run `npm run fixtures`.',
    );
  }
  const expectation: Expectation = (check) => loadFixture(folder, manifest, check);
  return { model, expectation, misconceptionsOf: (check) => loadMisconceptions(folder, check) };
}

export async function liveExpectation(weights: string): Promise<Known> {
  const { model, description } = await loadModel({ weights });
  console.error(`Network: ${description}. Expected values come from the reference.`);
  const reference = await openTarget('reference');
  const compute: Expectation = async (check) => {
    const inputs = check.inputs(new Random(`check:${check.id}`), { numClasses: model.numClasses });
    const outcome = await runCheck(check, await reference.load(check.subject.module), inputs, { model });
    if (outcome.kind !== 'answered') throw new Error(`The reference fails ${check.id}: ${outcome.message}`);
    return { inputs, expected: outcome.answers };
  };
  const computed = new Map<Check, ReturnType<Expectation>>();
  const expectation: Expectation = (check) => {
    const answer = computed.get(check) ?? compute(check);
    computed.set(check, answer);
    return answer;
  };
  // What misconceptions answer is only known for the network of the fixtures.
  return { model, expectation, misconceptionsOf: async () => [] };
}
