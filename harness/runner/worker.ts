/** The process that runs the student's code: engine and network stay loaded from one run to the next, the student's files do not. */
import { on } from 'node:events';
import { initEngine } from '#lib/engine/index.ts';
import { CourseError } from '#lib/errors.ts';
import type { StudentAssignment } from '../assignment.ts';
import type { Check } from '../check.ts';
import { hasFixture } from '../fixtures.ts';
import type { Verdict } from '../judge.ts';
import { findAdvice } from './advice.ts';
import { liveExpectation, storedExpectation } from './expectation.ts';
import { renderGuidance } from './guidance.ts';
import { findHints } from './hints.ts';
import type { CheckOptions } from './options.ts';
import { renderPageOf } from './page.ts';
import { adviceStep, type RunRequest, type WorkerMessage } from './protocol.ts';
import { renderResults } from './render.ts';
import { askRules } from './rules.ts';
import { bySubject, type CheckResult, type RunStep, runChecks, selectChecks } from './session.ts';
import { Strays } from './strays.ts';
import { openTarget } from './target.ts';
import { refuseTensorsAsNumbers } from './tensors_as_numbers.ts';

/** Serves the supervisor's requests until it hangs up. */
export async function serveRuns(
  { checks, adviceOn, guidanceOn, submission, originals }: StudentAssignment & { readonly originals: string },
  options: CheckOptions,
  wanted: string | undefined,
): Promise<void> {
  const named = selectNamed(checks, wanted);
  const { folder } = await openTarget(options.target);
  const spokenOf = new Set(wanted ? named.map(({ subject }) => subject.module) : submission.files);
  await initEngine({ ...(options.engine && { engine: options.engine }), quiet: options.quiet ?? false });
  const { weights } = options;
  const { model, expectation, misconceptionsOf } = weights ? await liveExpectation(weights) : await storedExpectation();
  const strays = new Strays();
  refuseTensorsAsNumbers();
  const runStep: RunStep = async (step, f) => {
    await tell({ kind: 'start', step });
    return strays.within(step, f);
  };

  async function run({ ids, known }: RunRequest): Promise<void> {
    const rules = await askRules(folder, submission, spokenOf, originals);
    const target = await openTarget(options.target, { fresh: true });
    const results = await runChecks(named, {
      target,
      model,
      expectation,
      barred: rules.barred,
      known,
      runStep,
      reconsider: ({ id }, ending) => strays.endingOf(id, ending, target.sources),
      onEnd: ({ id }, ending, verdict) => tell({ kind: 'end', check: id, ending, isMistake: isMistake(verdict) }),
    });
    const own = results.filter(({ check }) => ids.includes(check.id));
    const hints = await findHints(results, { misconceptionsOf, expectation });
    const isAdvisable = own.filter(({ check }) => !known.has(adviceStep(check.subject.name)));
    const advice = await findAdvice(isAdvisable, target, { adviceOn, runStep });
    const text = rules.text + renderResults(own, { hints, advice, all: results });
    const page = await renderPageOf(results, hints, expectation);
    const failed = own.filter(({ check, verdict }) => isMistake(verdict) && !rules.barred.has(check.subject.module));
    await tell({
      kind: 'report',
      text: text + guide(own, failed.length > 0),
      page,
      passed: results.every(({ verdict }) => verdict.passed),
      failed: [...new Set(failed.map(({ check }) => check.subject.module))],
    });
  }

  function guide(own: readonly CheckResult[], isStuck: boolean): string {
    if (options.hint) return renderGuidance(bySubject(own), { guidanceOn }, options.hint);
    return isStuck
      ? '\n\nStuck? The same command with a name and `--hint` helps a step at a time, e.g. `-- gram --hint`.'
      : '';
  }

  const requests = on(process, 'message', { close: ['disconnect'] });
  await tell({
    kind: 'ready',
    folder,
    checks: named.map(({ id, subject }) => ({ id, module: subject.module, subject: subject.name })),
  });
  for await (const [request] of requests) await run(request as RunRequest);
}

const isMistake = (verdict: Verdict): boolean => !verdict.passed && verdict.reason !== 'not implemented';

function selectNamed(checks: readonly Check[], wanted: string | undefined): readonly Check[] {
  const named = selectChecks(checks.filter(hasFixture), wanted);
  if (named.length > 0) return named;
  const names = [...new Set(checks.map(({ subject }) => subject.name))].join(', ');
  throw new CourseError(`No function or check has "${wanted}" in its name. The functions are: ${names}.`);
}

/** Resolves when the message is on its way: what comes next may never give the process another moment. */
function tell(message: WorkerMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, undefined, {}, (error) => (error ? reject(error) : resolve()));
  });
}
