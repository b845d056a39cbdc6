/** What a comparison found, in the order in which staff read it, as data. */
import { toCsv } from '../../grader/cohort/csv.ts';
import { foldName } from '../../grader/cohort/policy.ts';
import type { AlikeFunction, Comparison, Pair } from './score.ts';
import type { ComparedWork } from './work.ts';

export interface AlikePair extends Pair {
  readonly isAbove: boolean;
  /** Most alike first. */
  readonly functions: readonly AlikeFunction[];
}

export interface SimilarityReport {
  readonly works: readonly ComparedWork[];
  /** Groups with the same content. */
  readonly equal: readonly (readonly ComparedWork[])[];
  readonly pairs: readonly AlikePair[];
  /** Connected by pairs above the threshold, or equal; two or more. */
  readonly clusters: readonly (readonly ComparedWork[])[];
  readonly scores: Float64Array;
  readonly threshold: number;
  readonly unread: readonly string[];
}

export type ArePartners = (a: ComparedWork, b: ComparedWork) => boolean;

/** @param groups lists of students who hand in together, as course.json names them */
export function partnersIn(groups: readonly (readonly string[])[]): ArePartners {
  const folded = groups.map((group) => new Set(group.map(foldName)));
  const isIn = (group: ReadonlySet<string>, { names }: ComparedWork) => names.some((name) => group.has(foldName(name)));
  return (a, b) => folded.some((group) => isIn(group, a) && isIn(group, b));
}

/** @param shown how many pairs at most; those above the threshold are all shown */
export function reportOf(
  works: readonly ComparedWork[],
  { pairs, scores, threshold, detail }: Comparison,
  arePartners: ArePartners,
  shown: number,
  unread: readonly string[],
): SimilarityReport {
  const isAbove = ({ score }: Pair) => score > threshold;
  const listed = pairs.filter((pair, i) => isAbove(pair) || i < shown);
  const equal = equalGroups(works, arePartners);
  const edges = [...pairs.filter(isAbove).map(({ a, b }) => [a, b]), ...equal];
  return {
    works,
    equal,
    pairs: listed.map((pair) => ({ ...pair, isAbove: isAbove(pair), functions: detail(pair) })),
    clusters: clustersOf(edges).filter(({ length }) => length > 2),
    scores,
    threshold,
    unread,
  };
}

function equalGroups(works: readonly ComparedWork[], arePartners: ArePartners): ComparedWork[][] {
  const byHash = new Map<string, ComparedWork[]>();
  for (const work of works) byHash.set(work.hash, [...(byHash.get(work.hash) ?? []), work]);
  return [...byHash.values()].filter(
    (group) =>
      group.some(({ isArchived }) => !isArchived) &&
      group.some((a) => group.some((b) => a !== b && !arePartners(a, b))),
  );
}

function clustersOf(edges: readonly (readonly ComparedWork[])[]): ComparedWork[][] {
  const clusters: Set<ComparedWork>[] = [];
  for (const edge of edges) {
    const touched = clusters.filter((cluster) => edge.some((work) => cluster.has(work)));
    for (const cluster of touched) clusters.splice(clusters.indexOf(cluster), 1);
    clusters.push(new Set([...touched.flatMap((cluster) => [...cluster]), ...edge]));
  }
  return clusters.map((cluster) => [...cluster]).sort((a, b) => b.length - a.length);
}

/** A function is listed if it is this much more alike than usual. */
export const REMARKABLE = 1;

export function similarityCsv({ pairs, equal }: SimilarityReport): string {
  const header = ['rank', 'a', 'b', 'score', 'above_threshold', 'equal', 'alike_functions'];
  const isEqual = ({ a, b }: Pair) => equal.some((group) => group.includes(a) && group.includes(b));
  return toCsv([
    header,
    ...pairs.map((pair, i) => [
      i + 1,
      pair.a.name,
      pair.b.name,
      Number(pair.score.toFixed(3)),
      pair.isAbove ? 'yes' : 'no',
      isEqual(pair) ? 'yes' : 'no',
      pair.functions
        .filter(({ z }) => z > REMARKABLE)
        .map(({ name, overlap, others }) => `${name} ${Math.round(100 * overlap)} % (${others} others)`)
        .join('; '),
    ]),
  ]);
}
