/**
 * Which level contains submissions on this machine: bubblewrap, and a weaker one only on request. A passing fault must not
 * decide how well strangers' code is contained.
 */
import { CourseError } from '../../../lib/errors.ts';
import type { Limits } from '../../limits.ts';
import type { Runtime } from '../../runtime/build.ts';
import type { Containment } from '../../types.ts';
import { ContainedProcess } from '../contained_process.ts';
import { FRAME_PIPE } from '../spawn.ts';
import { bubblewrap } from './bubblewrap.ts';
import { readContainment } from './containment.ts';
import type { Level } from './level.ts';
import { permission } from './permission.ts';
import { user } from './user.ts';

export const levels: readonly Level[] = [bubblewrap, user, permission];

export interface ChosenLevel {
  readonly level: Level;
  readonly containment: Containment;
}

/** Successful probes. Failed ones are not kept: the machine may just have been busy. */
const probes = new Map<string, Promise<ChosenLevel | string>>();

const WEAKER = `A weaker level is used only if it is asked for: A3_SANDBOX=user (root, in a container that holds nothing else), or A3_SANDBOX=permission (no isolation: for your own work only).`;

/**
 * The level to use: bubblewrap, or the one `A3_SANDBOX` names (`bubblewrap`, `user` or `permission`).
 * @throws CourseError if it does not work here, with the reason and what can be done
 */
export async function chooseLevel(runtime: Runtime, limits: Limits): Promise<ChosenLevel> {
  const wish = process.env.A3_SANDBOX || bubblewrap.name;
  const level = levels.find(({ name }) => name === wish);
  if (!level) {
    throw new CourseError(`A3_SANDBOX is "${wish}"; expected one of ${levels.map(({ name }) => name).join(', ')}.`);
  }
  const found = await tryLevel(level, runtime, limits);
  if (typeof found !== 'string') return found;
  throw new CourseError(`Submissions cannot be contained at the level "${level.name}" here: ${found}.\n${WEAKER}`);
}

/** The level with its protections under these limits, or why it does not work. */
export async function tryLevel(level: Level, runtime: Runtime, limits: Limits): Promise<ChosenLevel | string> {
  const { memoryBytes, heapBytes, processes } = limits;
  const key = [level.name, memoryBytes, heapBytes, processes].join();
  const probe =
    probes.get(key) ??
    Promise.resolve(level.unavailableReason())
      .then((reason) => reason ?? probeLevel(level, runtime, limits))
      .catch((error: Error) => `it was tried and failed: ${error.message}`);
  probes.set(key, probe);
  const found = await probe;
  if (typeof found === 'string') probes.delete(key);
  return found;
}

/** Reports that it runs, then waits to be inspected. */
const PROBE_SCRIPT = `const fs = require('fs'); fs.writeSync(${FRAME_PIPE}, '!'); fs.readSync(${FRAME_PIPE}, Buffer.alloc(1));`;

async function probeLevel(level: Level, runtime: Runtime, limits: Limits): Promise<ChosenLevel | string> {
  const contained = await ContainedProcess.open({
    level,
    runtime,
    limits,
    dependencies: [],
    entry: () => ['-e', PROBE_SCRIPT],
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
      setTimeout(() => resolve(false), limits.startWallMs).unref();
    });
    if (!runs) return `it was tried and does not work: ${said.trim() || 'Node did not start in it'}`;
    return { level, containment: readContainment(level.name, contained, limits) };
  } finally {
    await contained.close();
  }
}
