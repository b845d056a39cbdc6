/** How the checks handle wrong and correct variants. In this process, since both are the course's own code. */

import { assignment } from '../../assignment/assignment.ts';
import { type Accepted, dependenciesOf } from '../../harness/assignment.ts';
import type { Answers, Check, Exports, Inputs, Subject } from '../../harness/check.ts';
import { explainFailure } from '../../harness/explain.ts';
import { judge, type Verdict } from '../../harness/judge.ts';
import { awardPoints, sumPoints } from '../../harness/points.ts';
import { runCheck } from '../../harness/run.ts';
import type { Variant } from '../../harness/variant.ts';
import type { Model } from '../../lib/models/model.ts';
import { Random } from '../../lib/random.ts';
import { type JudgedVariant, type Told, tell, type Wrong } from './told.ts';

const { moduleWith } = assignment;
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
  readonly wrong: readonly Wrong[];
  readonly right: readonly Accepted[];
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
  /** What its author is told; absent in a quick run. */
  readonly told?: Told;
}

export interface FunctionScore {
  readonly subject: Subject;
  readonly points: number;
  readonly wrong: readonly Scored<Wrong>[];
  readonly right: readonly Scored<Accepted>[];
}

export interface Totals {
  readonly caught: number;
  readonly wrong: number;
  readonly accepted: number;
  readonly right: number;
  /** Of the wrong ones: told what is true, by a hint or a relation, told nothing, told what is not true. */
  readonly named: number;
  readonly related: number;
  readonly nothing: number;
  readonly untrue: number;
}

/** @param onVariant called before each variant is scored, for progress */
export async function scoreFunction(
  course: Scoring,
  subject: Subject,
  onVariant: (id: string) => void = () => {},
): Promise<FunctionScore> {
  const prepared = await prepare(course, [subject, ...dependents(subject)]);
  const own = <V extends { subject: Subject }>(variants: readonly V[]) =>
    variants.filter((variant) => variant.subject === subject);
  const others = course.quick ? [] : await prepare({ ...course, seed: `${course.seed} again` }, [subject]);
  const wrong: Scored<Wrong>[] = [];
  for (const variant of own(course.wrong)) {
    onVariant(variant.id);
    const runs = await runVariant(course, variant, prepared);
    const scored = scoreVariant(variant, runs);
    const told = () => tell(variant, ownRuns(variant, runs), course, async () => runVariant(course, variant, others));
    wrong.push(course.quick ? scored : { ...scored, told: await told() });
  }
  const right: Scored<Accepted>[] = [];
  for (const variant of own(course.right)) {
    onVariant(variant.id);
    right.push(scoreVariant(variant, await runVariant(course, variant, prepared)));
  }
  const points = sumPoints(course.checks.filter((check) => check.subject === subject).map(({ points }) => points));
  return { subject, points, wrong, right };
}

export const variantCount = ({ wrong, right }: Scoring, subject: Subject): number =>
  [...wrong, ...right].filter((variant) => variant.subject === subject).length;

/** A wrong variant is caught if it loses points of its own function and no other. */
export const isCaught = ({ lost, alsoHit }: Scored<Wrong>): boolean => lost > 0 && alsoHit.length === 0;
export const isAccepted = ({ failures, alsoHit }: Scored<Accepted>): boolean =>
  failures.length === 0 && alsoHit.length === 0;

export function totals(scores: readonly FunctionScore[]): Totals {
  const wrong = scores.flatMap((score) => score.wrong);
  const right = scores.flatMap((score) => score.right);
  const told = (kind: Told['kind']) => wrong.filter(({ told }) => told?.kind === kind && told.isTrue).length;
  return {
    caught: wrong.filter(isCaught).length,
    wrong: wrong.length,
    accepted: right.filter(isAccepted).length,
    right: right.length,
    named: told('named'),
    related: told('related'),
    nothing: told('nothing'),
    untrue: wrong.filter(({ told }) => told?.isTrue === false).length,
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

async function runVariant(course: Scoring, variant: Variant, prepared: readonly Prepared[]): Promise<JudgedVariant[]> {
  const exports = moduleWith(variant, await course.reference(variant.subject.module));
  const runs: JudgedVariant[] = [];
  for (const { check, inputs, expected } of prepared) {
    const outcome = await runCheck(check, exports, inputs, { model: course.model, dependencies });
    const verdict = judge(check, inputs, outcome, expected);
    runs.push({ check, inputs, expected, outcome, verdict, passed: verdict.passed });
  }
  return runs;
}

const ownRuns = ({ subject }: Variant, runs: readonly JudgedVariant[]): JudgedVariant[] =>
  runs.filter(({ check }) => check.subject === subject);

function scoreVariant<V extends Variant>(variant: V, runs: readonly JudgedVariant[]): Scored<V> {
  const failures = ownRuns(variant, runs).flatMap(({ check, verdict, outcome }): Failure[] => {
    if (verdict.passed) return [];
    const help = explainFailure(check, verdict, outcome);
    return [help ? { check, verdict, help } : { check, verdict }];
  });
  const points = awardPoints(runs);
  const lostBy = (subject: Subject) =>
    sumPoints(runs.map(({ check }, i) => (check.subject === subject ? check.points - points[i]! : 0)));
  const alsoHit = dependents(variant.subject).filter((subject) => lostBy(subject) > 0);
  return { variant, failures, lost: lostBy(variant.subject), alsoHit: alsoHit.map(({ name }) => name) };
}

/** The functions whose points could drop along with a function's: those that build on it, directly or transitively. */
function dependents(subject: Subject): Subject[] {
  const direct = subjects.filter(({ builtOn }) => builtOn?.includes(subject.name));
  return [...new Set(direct.flatMap((dependent) => [dependent, ...dependents(dependent)]))];
}
