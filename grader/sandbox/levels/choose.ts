/** Which level contains submissions on this machine: the best that really works here, tried once. */
import type { Limits } from '../../limits.ts';
import type { Runtime } from '../../runtime/build.ts';
import type { Containment } from '../../types.ts';
import { ContainedProcess } from '../contained_process.ts';
import { FRAME_PIPE } from '../spawn.ts';
import { bubblewrap } from './bubblewrap.ts';
import { inspect } from './inspect.ts';
import type { Level, LevelName } from './level.ts';
import { permission } from './permission.ts';
import { user } from './user.ts';

export const levels: readonly Level[] = [bubblewrap, user, permission];

export interface ChosenLevel {
  readonly level: Level;
  readonly containment: Containment;
}

/** How long Node alone may take to start. */
const TRIAL_MS = 20_000;

const trials = new Map<LevelName, Promise<ChosenLevel | string>>();

/**
 * The level to use: `A3_SANDBOX` (`bubblewrap`, `user` or `permission`), else the best that works.
 * @throws Error where the one asked for does not work here, or none does, saying why
 */
export async function chooseLevel(runtime: Runtime, limits: Limits): Promise<ChosenLevel> {
  const wish = process.env.A3_SANDBOX;
  const candidates = wish ? levels.filter(({ name }) => name === wish) : levels;
  if (candidates.length === 0) {
    throw new Error(`A3_SANDBOX is "${wish}"; expected one of ${levels.map(({ name }) => name).join(', ')}.`);
  }
  const failures: string[] = [];
  for (const level of candidates) {
    const found = await tryLevel(level, runtime, limits);
    if (typeof found !== 'string') return found;
    failures.push(`${level.name}: ${found}`);
  }
  const hint = wish ? ' Unset A3_SANDBOX to let the grader choose.' : '';
  throw new Error(`Submissions cannot be contained here (${failures.join('; ')}).${hint}`);
}

/** The level with what it holds here, or why it does not work; tried once for each process. */
export function tryLevel(level: Level, runtime: Runtime, limits: Limits): Promise<ChosenLevel | string> {
  let trial = trials.get(level.name);
  if (!trial) {
    trial = Promise.resolve(level.unavailableReason())
      .then((reason) => reason ?? runTrial(level, runtime, limits))
      .catch((error: Error) => `it was tried and failed: ${error.message}`);
    trials.set(level.name, trial);
  }
  return trial;
}

/** Says that it runs, then waits to be looked at. */
const TRIAL_SCRIPT = `const fs = require('fs'); fs.writeSync(${FRAME_PIPE}, '!'); fs.readSync(${FRAME_PIPE}, Buffer.alloc(1));`;

async function runTrial(level: Level, runtime: Runtime, limits: Limits): Promise<ChosenLevel | string> {
  const contained = await ContainedProcess.open({
    level,
    runtime,
    limits,
    dependencies: [],
    entry: () => ['-e', TRIAL_SCRIPT],
  });
  const child = contained.process;
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  child.stdout!.resume();
  try {
    const runs = await new Promise<boolean>((resolve) => {
      child.stdio[FRAME_PIPE]!.once('data', () => resolve(true));
      child.stdio[FRAME_PIPE]!.once('error', () => resolve(false));
      child.once('close', () => resolve(false));
      child.once('error', (error) => {
        said += error.message;
        resolve(false);
      });
      setTimeout(() => resolve(false), TRIAL_MS).unref();
    });
    if (!runs) return `it was tried and does not work: ${said.trim() || 'Node did not start in it'}`;
    return { level, containment: inspect(level.name, contained, limits) };
  } finally {
    await contained.close();
  }
}
