/** Which known misconceptions explain the outcomes of one function's checks. */

export interface Agreement<Misconception, Run> {
  readonly misconceptions: readonly Misconception[];
  readonly failed: readonly Run[];
  /** The checks that passed: they separate misconceptions that the failed ones cannot. */
  readonly passed: readonly Run[];
  /** Whether the check has the same outcome for this misconception as for the student. */
  readonly agrees: (misconception: Misconception, run: Run) => boolean | Promise<boolean>;
  /** Whether agreement on this check alone means anything: many misconceptions end in the same error. */
  readonly isTelling: (run: Run) => boolean;
}

/**
 * The misconceptions that agree with the student on the most failed checks and, among ties, on the most passed ones. Without
 * agreement on a specific check none is returned, unless all checks agree.
 */
export async function closestMisconceptions<Misconception, Run>({
  misconceptions,
  failed,
  passed,
  agrees,
  isTelling,
}: Agreement<Misconception, Run>): Promise<Misconception[]> {
  const agreeing = async (misconception: Misconception, runs: readonly Run[]): Promise<Run[]> => {
    const found: Run[] = [];
    for (const run of runs) if (await agrees(misconception, run)) found.push(run);
    return found;
  };
  const candidates = await best(misconceptions, async (misconception) => {
    const found = await agreeing(misconception, failed);
    if (found.some(isTelling)) return found.length;
    const isAll = found.length === failed.length && (await agreeing(misconception, passed)).length === passed.length;
    return isAll ? found.length : 0;
  });
  if (candidates.length < 2) return candidates;
  return best(candidates, async (misconception) => 1 + (await agreeing(misconception, passed)).length);
}

/** Those with the highest score above 0. */
async function best<T>(candidates: readonly T[], scoreOf: (candidate: T) => Promise<number>): Promise<T[]> {
  let highest = 1;
  let found: T[] = [];
  for (const candidate of candidates) {
    const score = await scoreOf(candidate);
    if (score > highest) [highest, found] = [score, []];
    if (score === highest) found.push(candidate);
  }
  return found;
}
