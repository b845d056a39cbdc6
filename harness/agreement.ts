/** Which known mistakes explain how all checks of one function went. */

export interface Agreement<Mistake, Run> {
  readonly mistakes: readonly Mistake[];
  readonly failed: readonly Run[];
  /** The checks that passed: they tell apart what the failed ones cannot. */
  readonly passed: readonly Run[];
  /** Whether the check ends for this mistake as it did for the student. */
  readonly agrees: (mistake: Mistake, run: Run) => boolean | Promise<boolean>;
  /** Whether an agreement on this check alone says something: in an error many mistakes end alike. */
  readonly isTelling: (run: Run) => boolean;
}

/**
 * The mistakes that agree with the student on the most failed checks, and of those that do so equally often, on the most
 * passed ones. Agreement on nothing that tells explains nothing, unless all checks agree.
 */
export async function closestMistakes<Mistake, Run>({
  mistakes,
  failed,
  passed,
  agrees,
  isTelling,
}: Agreement<Mistake, Run>): Promise<Mistake[]> {
  const agreeing = async (mistake: Mistake, runs: readonly Run[]): Promise<Run[]> => {
    const found: Run[] = [];
    for (const run of runs) if (await agrees(mistake, run)) found.push(run);
    return found;
  };
  const candidates = await best(mistakes, async (mistake) => {
    const found = await agreeing(mistake, failed);
    if (found.some(isTelling)) return found.length;
    const isAll = found.length === failed.length && (await agreeing(mistake, passed)).length === passed.length;
    return isAll ? found.length : 0;
  });
  if (candidates.length < 2) return candidates;
  return best(candidates, async (mistake) => 1 + (await agreeing(mistake, passed)).length);
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
