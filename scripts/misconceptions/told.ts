/** What the author of a wrong variant is told, and whether it is true. */
import { assignment } from '../../assignment/assignment.ts';
import type { CheckRun } from '../../harness/assignment.ts';
import type { Answers, CheckContext } from '../../harness/check.ts';
import { explainFailure } from '../../harness/explain.ts';
import { hasFixture } from '../../harness/fixtures.ts';
import type { Verdict } from '../../harness/judge.ts';
import { type Compared, findRelation } from '../../harness/relations/index.ts';
import type { Variant } from '../../harness/variant.ts';

/** A wrong variant: a known misconception, or one that was held out. */
export interface Wrong extends Variant {
  readonly id: string;
  readonly wrong: string;
  /** Known misconceptions, by the start of their ids, whose hint is true of it. */
  readonly like?: readonly string[];
}

/** One check of the variant's function, run and judged. */
export interface JudgedVariant extends CheckRun {
  readonly expected: Answers;
  readonly verdict: Verdict;
}

export interface Told {
  readonly kind: 'named' | 'related' | 'nothing';
  readonly text: string;
  /** The misconception whose hint is given. */
  readonly as?: string;
  /**
   * Whether it is true: a hint is one of its own or of those it is like; a relation also holds on inputs that it was not
   * searched on.
   */
  readonly isTrue: boolean;
}

/** @param again runs the variant on other inputs */
export async function tell(
  variant: Wrong,
  runs: readonly JudgedVariant[],
  context: CheckContext,
  again: () => Promise<readonly JudgedVariant[]>,
): Promise<Told> {
  const seen = runs.filter(({ check }) => hasFixture(check));
  if (seen.every(({ passed }) => passed)) return { kind: 'nothing', text: '', isTrue: true };
  const known = await assignment.explain(seen, context);
  if (known) return { kind: 'named', text: known.hint, as: known.id, isTrue: isLike(variant, known.id) };
  for (const { check, verdict, outcome } of seen) {
    const help = explainFailure(check, verdict, outcome);
    if (help) return { kind: 'named', text: help, isTrue: true };
  }
  const relation = findRelation(seen.map(asCompared));
  if (!relation) return { kind: 'nothing', text: '', isTrue: true };
  const others = (await again()).filter(({ check }) => hasFixture(check));
  return { kind: 'related', text: relation.text, isTrue: relation.holdsOn(others.map(asCompared)) };
}

/** @param ids of the misconceptions that fit, joined by `or`: the hint names them all, so one of them has to be true */
const isLike = ({ id, like = [] }: Wrong, ids: string): boolean =>
  ids.split(' or ').some((one) => [id, ...like].some((own) => family(own) === family(one)));

/** `tvLoss.one` of `tvLoss.one.twice`. */
const family = (id: string): string => id.split('.').slice(0, 2).join('.');

const asCompared = ({ check, inputs, outcome, expected, passed }: JudgedVariant): Compared => ({
  check,
  inputs,
  expected,
  passed,
  sums: assignment.sumsOf?.(check, inputs),
  actual: outcome.kind === 'answered' ? outcome.answers : undefined,
});
