/** Expected answers, on the host: stored ones for the handout's inputs, the reference's for all others. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Answers, Check, Exports, Inputs } from '../harness/check.ts';
import { type Fixture, hasFixture, loadFixture, readManifest } from '../harness/fixtures.ts';
import { runCheck } from '../harness/run.ts';
import { sha256 } from '../lib/hash.ts';
import type { Model } from '../lib/models/model.ts';
import { Random } from '../lib/random.ts';
import { projectRoot } from '../lib/root.ts';
import { runExclusively } from './turns.ts';

/** Runs the reference in this process. It is loaded by path, so no part of the grader imports it. */
export async function referenceAnswers(check: Check, inputs: Inputs, model: Model): Promise<Answers> {
  const path = join(projectRoot, 'reference', check.subject.module);
  const exports: Exports = await import(pathToFileURL(path).href);
  const outcome = await runExclusively(() => runCheck(check, exports, inputs, { model }));
  if (outcome.kind !== 'answered') throw new Error(`The reference fails the check ${check.id}: ${outcome.message}`);
  return outcome.answers;
}

export interface FeedbackFixtures {
  /** Hash of manifest.json, which holds the hashes of the others. */
  readonly sha256: string;
  readonly of: ReadonlyMap<string, Fixture>;
}

/**
 * The fixtures of the checks that students see, by check id. If one depends on the network and the fixtures were made with a
 * different one, the reference recomputes it on inputs from the same seed.
 *
 * @throws CourseError if a fixture is missing or damaged
 */
export async function feedbackFixtures(
  checks: readonly Check[],
  network: { readonly model: Model; readonly sha256: string },
  folder = join(projectRoot, 'fixtures'),
): Promise<FeedbackFixtures> {
  const manifest = await readManifest(folder);
  const of = new Map<string, Fixture>();
  for (const check of checks.filter(hasFixture)) {
    const isStored = !check.usesModel || manifest.model.sha256 === network.sha256;
    of.set(check.id, isStored ? await loadFixture(folder, manifest, check) : await live(check));
  }
  return { sha256: sha256(await readFile(join(folder, 'manifest.json'))), of };

  async function live(check: Check): Promise<Fixture> {
    const { model } = network;
    const seed = manifest.checks[check.id]?.seed ?? check.id;
    const inputs = check.inputs(new Random(seed), { numClasses: model.numClasses });
    return { inputs, expected: await referenceAnswers(check, inputs, model) };
  }
}
