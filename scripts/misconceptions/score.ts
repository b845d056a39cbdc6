/** How the checks handle wrong and correct variants. In this process, since both are the course's own code. */

import { assignment } from '../../assignment/assignment.ts';
import { type Accepted, type CheckRun, dependenciesOf, type Misconception } from '../../harness/assignment.ts';
import type { Answers, Check, Exports, Inputs, Subject } from '../../harness/check.ts';
import { explainFailure } from '../../harness/explain.ts';
import { judge, type Verdict } from '../../harness/judge.ts';
import { awardPoints, sumPoints } from '../../harness/points.ts';
import { type RunOutcome, runCheck } from '../../harness/run.ts';
import type { Model } from '../../lib/models/model.ts';
import { Random } from '../../lib/random.ts';

const { accepted, misconceptions, moduleWith } = assignment;
/** The assignment's functions, in the handout's order. */
export const subjects: readonly Subject[] = [...new Set(assignment.checks.map(({ subject }) => subject))];
const dependencies = dependenciesOf(assignment);

export interface Scoring {
  readonly model: Model;
  readonly checks: readonly Check[];
  reference(module: string): Promise<Exports>;
  /** Seed of the inputs. */
  readonly seed: string;
  /** Skip what takes long: hints, and checks on the course's network if the small one has value checks too. */
  readonly quick: boolean;
}

export interface Failure {
  readonly check: Check;
  readonly verdict: Verdict & { passed: false };
  readonly help?: string;
}

export interface Scored<V> {
  readonly variant: V;
  readonly failures: readonly Failure[];
  /** Points of its function that it loses. */
  readonly lost: number;
  /** Functions other than its own that lost points: there should be none. */
  readonly alsoHit: readonly string[];
  /** The student's hint and its misconception, if one was recognized. */
  readonly recognized?: Misconception;
}

export interface FunctionScore {
  readonly subject: Subject;
  readonly points: number;
  readonly wrong: readonly Scored<Misconception>[];
  readonly right: readonly Scored<Accepted>[];
}

export interface Totals {
  readonly caught: number;
  readonly wrong: number;
  readonly accepted: number;
  readonly right: number;
}

/** @param onVariant called before each variant is scored, for progress */
export async function scoreFunction(
  course: Scoring,
  subject: Subject,
  onVariant: (id: string) => void = () => {},
): Promise<FunctionScore> {
  const prepared = await prepare(course, [subject, ...dependents(subject)]);
  const score = async <V extends Misconception | Accepted>(variant: V): Promise<Scored<V>> => {
    onVariant(variant.id);
    return scoreVariant(course, variant, prepared);
  };
  const own = <V extends { subject: Subject }>(variants: readonly V[]) =>
    variants.filter((variant) => variant.subject === subject);
  const wrong: Scored<Misconception>[] = [];
  for (const variant of own(misconceptions)) {
    const scored = await score(variant);
    const recognized = course.quick ? undefined : await recognize(course, variant, prepared);
    wrong.push(recognized ? { ...scored, recognized } : scored);
  }
  const right: Scored<Accepted>[] = [];
  for (const variant of own(accepted)) right.push(await score(variant));
  const points = sumPoints(course.checks.filter((check) => check.subject === subject).map(({ points }) => points));
  return { subject, points, wrong, right };
}

export const variantCount = (subject: Subject): number =>
  [...misconceptions, ...accepted].filter((variant) => variant.subject === subject).length;

/** A wrong variant is caught if it loses points of its own function and no other. */
export const isCaught = ({ lost, alsoHit }: Scored<Misconception>): boolean => lost > 0 && alsoHit.length === 0;
export const isAccepted = ({ failures, alsoHit }: Scored<Accepted>): boolean =>
  failures.length === 0 && alsoHit.length === 0;

export function totals(scores: readonly FunctionScore[]): Totals {
  const wrong = scores.flatMap((score) => score.wrong);
  const right = scores.flatMap((score) => score.right);
  return {
    caught: wrong.filter(isCaught).length,
    wrong: wrong.length,
    accepted: right.filter(isAccepted).length,
    right: right.length,
  };
}

interface Prepared {
  readonly check: Check;
  readonly inputs: Inputs;
  readonly expected: Answers;
}

async function prepare(course: Scoring, subjects: readonly Subject[]): Promise<Prepared[]> {
  const chosen = course.checks.filter((check) => subjects.includes(check.subject) && isRun(course, check));
  const prepared: Prepared[] = [];
  for (const check of chosen) {
    const inputs = check.inputs(new Random(`misconceptions ${course.seed} ${check.id}`), course.model);
    const outcome = await runCheck(check, await course.reference(check.subject.module), inputs, course);
    if (outcome.kind !== 'answered') throw new Error(`The reference fails ${check.id}: ${outcome.message}`);
    prepared.push({ check, inputs, expected: outcome.answers });
  }
  return prepared;
}

function isRun({ quick, checks }: Scoring, check: Check): boolean {
  if (!quick || !check.usesModel) return true;
  return !checks.some(({ subject, kind, usesModel }) => subject === check.subject && kind === 'value' && !usesModel);
}

async function run({ model }: Scoring, { check, inputs }: Prepared, exports: Exports): Promise<RunOutcome> {
  return runCheck(check, exports, inputs, { model, dependencies });
}

async function scoreVariant<V extends Misconception | Accepted>(
  course: Scoring,
  variant: V,
  prepared: readonly Prepared[],
): Promise<Scored<V>> {
  const exports = moduleWith(variant, await course.reference(variant.subject.module));
  const results: { check: Check; passed: boolean }[] = [];
  const failures: Failure[] = [];
  for (const one of prepared) {
    const { check } = one;
    const outcome = await run(course, one, exports);
    const verdict = judge(check, one.inputs, outcome, one.expected);
    results.push({ check, passed: verdict.passed });
    if (verdict.passed || check.subject !== variant.subject) continue;
    const help = explainFailure(check, verdict, outcome);
    failures.push(help ? { check, verdict, help } : { check, verdict });
  }
  const points = awardPoints(results);
  const lostBy = (subject: Subject) =>
    sumPoints(results.map(({ check }, i) => (check.subject === subject ? check.points - points[i]! : 0)));
  const alsoHit = dependents(variant.subject).filter((subject) => lostBy(subject) > 0);
  return { variant, failures, lost: lostBy(variant.subject), alsoHit: alsoHit.map(({ name }) => name) };
}

/** The misconception whose hint a student with this variant would get. */
async function recognize(
  course: Scoring,
  variant: Misconception,
  prepared: readonly Prepared[],
): Promise<Misconception | undefined> {
  const runs: CheckRun[] = [];
  for (const one of prepared) {
    if (one.check.subject !== variant.subject) continue;
    const outcome = await run(course, one, variant.exports);
    const { passed } = judge(one.check, one.inputs, outcome, one.expected);
    runs.push({ check: one.check, inputs: one.inputs, outcome, passed });
  }
  return assignment.explain(runs, course);
}

/** The functions whose points could drop along with a function's: those that build on it, directly or transitively. */
function dependents(subject: Subject): Subject[] {
  const direct = subjects.filter(({ builtOn }) => builtOn?.includes(subject.name));
  return [...new Set(direct.flatMap((dependent) => [dependent, ...dependents(dependent)]))];
}
