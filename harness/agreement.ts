/** Which known misconceptions explain the outcomes of one function's checks. */

/**
 * The misconceptions that agree with the student on every check, failed or passed: one that differs anywhere fits the others by
 * coincidence. Several may be left, if no check tells them apart.
 *
 * @param runs the checks of one function that came to an end
 * @param agrees whether the check has the same outcome for this misconception as for the student
 */
export async function agreeing<Misconception, Run>(
  misconceptions: readonly Misconception[],
  runs: readonly Run[],
  agrees: (misconception: Misconception, run: Run) => boolean | Promise<boolean>,
): Promise<Misconception[]> {
  const found: Misconception[] = [];
  for (const misconception of misconceptions) if (await agreesOnAll(misconception)) found.push(misconception);
  return runs.length === 0 ? [] : found;

  async function agreesOnAll(misconception: Misconception): Promise<boolean> {
    for (const run of runs) if (!(await agrees(misconception, run))) return false;
    return true;
  }
}
