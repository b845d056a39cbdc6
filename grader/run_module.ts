/** One file of a submission: bundle → sandbox, and meanwhile, on the host, what its answers should be. */
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Answers } from '../harness/check.ts';
import { bundleModule } from './bundle/index.ts';
import type { Course } from './course.ts';
import { bytesOf, withoutExcess } from './judge/excess.ts';
import { type JudgedRun, judgeRun, type RunVerdict } from './judge/index.ts';
import type { ModulePlan, PlannedRun } from './plan.ts';
import { referenceAnswers } from './reference.ts';
import { runJob } from './sandbox/index.ts';
import type { Containment, Finding, SandboxOutcome, Submission } from './types.ts';

export interface ModuleResult {
  readonly runs: readonly JudgedRun[];
  /** Why the file could not be run. */
  readonly finding?: Finding;
  readonly containment?: Containment;
}

/** An answer of a wrong shape is read too, so that its author hears of the shape: up to this much more than a right one. */
const ROOM_FACTOR = 16;
const ROOM_BYTES = 2 ** 18;

/**
 * @param submission without the files that must not be run
 * @param onRun called as each run ends
 */
export async function runModule(
  plan: ModulePlan,
  submission: Submission,
  course: Course,
  onRun: () => void,
): Promise<ModuleResult> {
  const result = await runBundled(plan, submission, course, onRun);
  if (!isNotLoaded(result)) return result;
  // A file that it imports may be what fails as it is imported: that costs its own points, so here the skeleton's is used.
  const { module } = plan;
  const alone = { ...submission, files: new Map([...submission.files].filter(([file]) => file === module)) };
  const format = course.assignment.submission.files;
  const [bundle, without] = [await bundleModule(submission, module, format), await bundleModule(alone, module, format)];
  if (isDeepStrictEqual(bundle, without)) return result;
  const again = await runBundled(plan, alone, course, () => {});
  return isNotLoaded(again) ? result : again;
}

const isNotLoaded = ({ runs, finding }: ModuleResult): boolean =>
  !finding && runs.every(({ outcome }) => outcome.kind === 'stopped' && outcome.reason === 'could not be loaded');

async function runBundled(
  { module, runs }: ModulePlan,
  submission: Submission,
  course: Course,
  onRun: () => void,
): Promise<ModuleResult> {
  const bundle = await bundleModule(submission, module, course.assignment.submission.files);
  if (!bundle.ok) return { ...notRun(runs, bundle.finding), finding: bundle.finding };
  const { sandboxModel: model, limits, runtime, startSandbox } = course;
  const tasks = runs.map(({ task }) => task);
  const expected = expectedAnswers(runs, course);
  const verdicts: RunVerdict[] = [];
  // Untrusted answers are not kept until later: each is judged as it comes, and only as much of it stays as a right one has.
  const keep = async (i: number, outcome: SandboxOutcome): Promise<SandboxOutcome> => {
    verdicts[i] = judgeRun(runs[i]!, outcome, await expected[i]!);
    return withoutExcess(outcome, await expected[i]!);
  };
  const answerBytes = async (i: number) => ROOM_BYTES + ROOM_FACTOR * bytesOf(await expected[i]!);
  const job = { code: bundle.code, tasks, model, limits, runtime, keep, answerBytes };
  const [{ outcomes, containment }, right] = await Promise.all([
    runJob(job, onRun, startSandbox),
    Promise.all(expected),
  ]);
  const finished = runs.map((run, i) => ({
    ...run,
    outcome: outcomes[i]!,
    expected: right[i]!,
    verdict: verdicts[i]!,
  }));
  return { runs: finished, containment };
}

/** The runs of a file that is not run, because of a finding. */
export function notRun(runs: readonly PlannedRun[], { message }: Finding): ModuleResult {
  const outcome: SandboxOutcome = { kind: 'stopped', reason: 'could not be loaded', message };
  return { runs: runs.map((run) => ({ ...run, outcome, expected: {}, verdict: judgeRun(run, outcome, {}) })) };
}

/** What right answers are, one after the other in the background. */
function expectedAnswers(runs: readonly PlannedRun[], { fixtures, model }: Course): Promise<Answers>[] {
  let last: Promise<unknown> = Promise.resolve();
  return runs.map(({ check, run, task }) => {
    const stored = run === 'feedback' ? fixtures.of.get(check.id)?.expected : undefined;
    // The engine computes without a pause; between two checks the host looks after its sandboxes.
    const answers = last.then(async () => stored ?? (await referenceAnswers(check, task.inputs, model)));
    last = answers.then(() => setImmediate());
    last.catch(() => undefined); // whoever needs the answers hears of it
    return answers;
  });
}
