/** Which protections hold on this machine, and how to get the rest. */

import type { Assignment } from '../harness/assignment.ts';
import type { Diagnosis } from '../harness/runner/doctor.ts';
import { defaultLimits } from './limits.ts';
import { kill, startParserProcess } from './parser/start.ts';
import { buildRuntime } from './runtime/build.ts';
import { chooseLevel, levels, tryLevel } from './sandbox/levels/choose.ts';

const INSTALL: Readonly<Record<string, string>> = {
  bubblewrap: 'Install it (`apt-get install bubblewrap util-linux`), and allow user namespaces.',
  user: 'It is for root in a container where bubblewrap cannot run; A3_SANDBOX=user asks for it.',
  permission: 'It does not isolate; A3_SANDBOX=permission asks for it, for your own work only.',
};

export async function* examineGrader(assignment: Assignment): AsyncGenerator<Diagnosis> {
  yield await examineParser();
  const runtime = await buildRuntime(assignment);
  for (const level of levels) {
    const found = await tryLevel(level, runtime, defaultLimits);
    if (typeof found !== 'string') yield { state: 'good', what: `The level "${level.name}" works` };
    else
      yield {
        state: 'note',
        what: `The level "${level.name}" does not work: ${found}`,
        fix: INSTALL[level.name] ?? '',
      };
  }
  const chosen = await chooseLevel(runtime, defaultLimits).catch((error: Error) => error);
  if (chosen instanceof Error) {
    yield { state: 'bad', what: chosen.message };
    return;
  }
  const { level, containment } = chosen;
  yield { state: level.name === 'permission' ? 'bad' : 'good', what: `Submissions run at the level "${level.name}"` };
  for (const protection of containment.held) yield { state: 'good', what: protection };
  for (const protection of containment.missing) yield { state: 'note', what: `Missing: ${protection}` };
}

async function examineParser(): Promise<Diagnosis> {
  try {
    kill(await startParserProcess());
    return { state: 'good', what: 'The submission parser starts within its limits' };
  } catch (error) {
    const fix = 'Grading needs it: run `npm ci`, and use a Node version that the README lists.';
    return { state: 'bad', what: (error as Error).message, fix };
  }
}
