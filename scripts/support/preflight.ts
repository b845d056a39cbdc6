/** What would hurt a class, found in a second, before a handout or an autograder is built. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Assignment } from '../../harness/assignment.ts';
import type { Check } from '../../harness/check.ts';
import { type Manifest, readManifest } from '../../harness/fixtures.ts';
import { sumPoints } from '../../harness/points.ts';
import { CourseError } from '../../lib/errors.ts';
import { sha256 } from '../../lib/hash.ts';
import { isSteady, notSteady } from '../fixtures/margins.ts';
import { hashOfReference } from '../fixtures/sources.ts';
import { buildGolden, type GoldenKind, goldenRoot, goldens } from '../golden/golden.ts';

/** @throws CourseError with a sentence for each problem */
export async function preflight(assignment: Assignment, projectRoot: string): Promise<void> {
  const { hiddenChecks } = (await import(pathToFileURL(join(projectRoot, assignment.hiddenChecksModule)).href)) as {
    hiddenChecks: readonly Check[];
  };
  const usesModel = assignment.checks.some((check) => check.usesModel);
  const manifest = await readManifest(join(projectRoot, 'fixtures'));
  const problems = [
    ...strayModules(assignment),
    ...shippedHidden(assignment, hiddenChecks),
    ...wrongTotal(assignment),
    ...(usesModel ? await otherNetwork(manifest, projectRoot) : []),
    ...(await otherReference(assignment, manifest, projectRoot)),
    ...tightTolerances(assignment, manifest),
    ...(await brokenGoldens()),
  ];
  if (problems.length > 0) throw new CourseError(`Nothing was built:\n${problems.map((one) => `- ${one}`).join('\n')}`);
}

/** Nobody could hand it in, so everybody would get 0 for it. */
export function strayModules({ checks, submission }: Assignment): string[] {
  const modules = new Set(checks.map(({ subject }) => subject.module).filter((one) => !submission.files.includes(one)));
  return [...modules].map(
    (module) => `${module} has checks, but is no file of the submission. Add it to assignment/submission.ts.`,
  );
}

/** Only what the hidden checks' file exports is left out of the handout. */
export function shippedHidden({ checks, hiddenChecksModule }: Assignment, hiddenChecks: readonly Check[]): string[] {
  const left = new Set(hiddenChecks.map(({ id }) => id));
  const shipped = checks.filter(({ id, visibility }) => visibility === 'hidden' && !left.has(id));
  return shipped.map(({ id }) => `The hidden check ${id} would be shipped. Export it from ${hiddenChecksModule} only.`);
}

/** Of the assignment's own points: a course that wants others for a function says so in its file. */
export function wrongTotal({ checks, totalPoints = 100 }: Assignment): string[] {
  const total = sumPoints(checks.map(({ points }) => points));
  return total === totalPoints
    ? []
    : [
        `The points add up to ${total}, not ${totalPoints}. Correct those of the checks, or set totalPoints in assignment/assignment.ts.`,
      ];
}

/** Students' expected values are of the network that the fixtures were made with, and they get the embedded one. */
export async function otherNetwork({ model }: Pick<Manifest, 'model'>, projectRoot: string): Promise<string[]> {
  const again = 'Run `npm run fixtures` with the embedded network (without A3_WEIGHTS and weights/).';
  if (!model.source.startsWith('assets/'))
    return [`The fixtures were made with ${model.source}, which students do not get. ${again}`];
  const bytes = await readFile(join(projectRoot, model.source)).catch(() => undefined);
  if (bytes && sha256(bytes) === model.sha256) return [];
  return [`The fixtures were made with another ${model.source}. ${again}`];
}

/** Students' expected values are what it answered. */
export async function otherReference(
  assignment: Assignment,
  { reference }: Pick<Manifest, 'reference'>,
  projectRoot: string,
): Promise<string[]> {
  if (reference === (await hashOfReference(assignment, projectRoot))) return [];
  return ['The reference has changed since the fixtures were made. Run `npm run fixtures`.'];
}

/** On another engine, right code would fail. */
export function tightTolerances({ checks }: Assignment, manifest: Pick<Manifest, 'checks'>): string[] {
  return checks.flatMap(({ id, tolerance }) => {
    const spread = manifest.checks[id]?.spread;
    return spread && !isSteady({ tolerance, spread }) ? [`${id}: ${notSteady({ tolerance, spread })}. Widen it.`] : [];
  });
}

const KINDS: readonly GoldenKind[] = ['pass', 'fail', 'error', 'attack'];

/** They are stored as changes of the reference, and show that grading works. */
async function brokenGoldens(): Promise<string[]> {
  if (!existsSync(goldenRoot)) return [];
  const all = (await Promise.all(KINDS.map(goldens))).flat();
  const built = await Promise.allSettled(all.map(buildGolden));
  return built.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
}
