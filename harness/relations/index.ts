/**
 * What relates wrong answers to the expected ones, where nobody foresaw the mistake: transformations of the expected values,
 * the cheapest first, that hold on all checks of a function by a residual far under the tolerance. Pure; also in the handout.
 */
import { AXES, TRIANGLES } from './axes.ts';
import { BY_VALUE, clips, SIGNED } from './by_value.ts';
import { constants, offset } from './constant.ts';
import { type Compared, pairsOf, type Scope, scopesOf, singleChecks } from './evidence.ts';
import { MIXED, SCALED } from './examples.ts';
import { constantFactor, namedFactor, ownFactors } from './factor.ts';
import { withInputs } from './inputs.ts';
import { type Candidate, holdsOn, type Pair } from './pair.ts';
import { answers, regions } from './region.ts';
import { changedSums } from './sums.ts';

export type { Compared } from './evidence.ts';
export type { Sum, Sums } from './pair.ts';

type Kind = (pairs: readonly Pair[]) => readonly Candidate[];

/** Cheapest first; those of one kind are equally simple. */
const KINDS: readonly Kind[] = [
  constants,
  (pairs) => constantFactor(pairs),
  () => BY_VALUE,
  () => SIGNED,
  offset,
  changedSums,
  () => MIXED,
  withInputs,
  namedFactor,
  clips,
  () => SCALED,
  () => [...AXES, ...TRIANGLES],
  // A function of each value, or the images mixed up, times a number.
  (pairs) => BY_VALUE.flatMap(({ says, predict }) => constantFactor(pairs, predict, says)),
  (pairs) => MIXED.flatMap(({ says, predict }) => constantFactor(pairs, predict, `(${says})`)),
  (pairs) => BY_VALUE.flatMap(({ says, predict }) => namedFactor(pairs, predict, says)),
];

/** What says less: tried where nothing else holds on any part of the answers. */
const WEAK: readonly Kind[] = [regions, ownFactors, answers];

/** The most that is told of relations that cannot be told apart. */
const MAX_TIES = 2;

/** A fact about wrong answers. */
export interface Relation {
  /** A sentence, or two that cannot be told apart. */
  readonly text: string;
  /** Whether it is true of other runs, too. */
  holdsOn(runs: readonly Compared[]): boolean;
}

/**
 * @param runs the checks of one function that came to an end, passed ones too: a relation must hold on them
 * @returns undefined if nothing simple holds
 */
export function findRelation(runs: readonly Compared[]): Relation | undefined {
  const pairs = pairsOf(runs);
  if (!pairs) return undefined;
  const tried = [
    ...scopesOf(pairs).map((scope) => ({ ...scope, kinds: KINDS })),
    ...[...scopesOf(pairs), ...singleChecks(pairs)].map((scope) => ({ ...scope, kinds: WEAK })),
  ];
  for (const { subject, pairs: own, kinds } of tried) {
    const found = simplest(own, kinds);
    if (!found) continue;
    return {
      text: found.map(({ says }) => `${subject} ${says}.`).join(' Or: '),
      holdsOn: (others) => {
        const those = pairsOf(others) ?? [];
        const scope = [...scopesOf(those), ...singleChecks(those)].find((one) => one.subject === subject);
        return scope !== undefined && found.some(({ predict }) => holdsOn(scope.pairs, predict));
      },
    };
  }
  return undefined;
}

function simplest(pairs: Scope['pairs'], kinds: readonly Kind[]): readonly Candidate[] | undefined {
  for (const kind of kinds) {
    const holding = kind(pairs).filter(({ predict }) => holdsOn(pairs, predict));
    if (holding.length === 0) continue;
    const different = new Map(holding.map((candidate) => [candidate.says, candidate]));
    return different.size > MAX_TIES ? undefined : [...different.values()];
  }
  return undefined;
}
