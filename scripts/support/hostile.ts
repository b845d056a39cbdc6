/**
 * Runs hostile variants of one module of the assignment: `contentLoss.value` runs the hostile code, its other checks the
 * honest.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { defaultLimits, type Limits } from '../../grader/limits.ts';
import { buildRuntime } from '../../grader/runtime/build.ts';
import { chooseLevel, levels, tryLevel } from '../../grader/sandbox/levels/choose.ts';
import type { LevelName } from '../../grader/sandbox/levels/level.ts';
import { ownerId } from '../../grader/sandbox/owner.ts';
import { processesOfUser, status, tree } from '../../grader/sandbox/proc.ts';
import { type JobResult, runJob } from '../../grader/sandbox/run_job.ts';
import { usersOfThisProcess } from '../../grader/sandbox/users.ts';
import type { SandboxOutcome, SandboxTask } from '../../grader/types.ts';
import { seededSqueezeNetArrays } from '../../lib/models/seeded_squeezenet.ts';
import { Random } from '../../lib/random.ts';
import { type ArrayData, sizeOf } from '../../lib/tensor/array.ts';

const runtime = await buildRuntime(assignment);
const model = { arrays: seededSqueezeNetArrays({ numClasses: 10 }), metadata: {}, source: 'seeded' };

/** Small, to keep the suite fast, yet generous in case the machine is busy. */
const limits: Limits = {
  ...defaultLimits,
  loadCpuMs: 1_500,
  checkCpuMs: 1_000,
  checkWallMs: 20_000,
  loadWallMs: 20_000,
};

/** The function with hostile variants. */
export const module = 'style_modules/content_loss.ts';
const contentLossChecks = assignment.checks.filter(({ subject }) => subject.module === module);
export const tasks: readonly SandboxTask[] = contentLossChecks.map((check) => ({
  checkId: check.id,
  dependencies: [],
  inputs: check.inputs(new Random('hostile'), { numClasses: 10 }),
}));
/** The check that runs the hostile code; it comes first, and is identified by the size of its input. */
export const attacked = tasks.findIndex(({ checkId }) => checkId === 'contentLoss.value');
const SIZE = sizeOf((tasks[attacked]!.inputs.contentCurrent as ArrayData).shape);

interface HostileCode {
  readonly atImport?: string;
  /** Statements that run in the attacked check. */
  readonly inCheck?: string;
  /** Statements that run in the others. */
  readonly inOthers?: string;
}

export function hostileModule({ atImport = '', inCheck = '', inOthers = '' }: HostileCode): string {
  return `
    import fs from 'node:fs';
    import net from 'node:net';
    import childProcess from 'node:child_process';
    import workers from 'node:worker_threads';
    import * as tf from '../runtime/tfjs.js';
    ${atImport}
    export class ContentLoss {
      forward(weight, current, original) {
        if (current.size === ${SIZE}) { ${inCheck} } else { ${inOthers} }
        return tf.mul(tf.sum(tf.squaredDifference(current, original)), weight);
      }
    }`;
}

export async function runHostile(code: HostileCode, changed: Partial<Limits> = {}): Promise<JobResult> {
  return runJob({ module, code: hostileModule(code), tasks, model, runtime, limits: { ...limits, ...changed } });
}

/** Outcomes of the attacked check and the others: an answer by its values, a stop by its reason. */
export function endings({ outcomes }: JobResult): { attacked: string; others: string[] } {
  const short = outcomes.map(shorten);
  return { attacked: short[attacked]!, others: short.filter((_, i) => i !== attacked) };
}

function shorten(outcome: SandboxOutcome): string {
  return outcome.kind === 'stopped' ? outcome.reason : outcome.kind;
}

/** What a module can see on import: the JSON of an expression's value. */
export async function spy(expression: string): Promise<unknown> {
  const atImport = `throw new Error('FOUND' + JSON.stringify(await (async () => (${expression}))()));`;
  const { outcomes } = await runHostile({ atImport });
  const [outcome] = outcomes;
  const message = outcome?.kind === 'stopped' ? outcome.message : undefined;
  const found = /^Error: FOUND(.*)$/s.exec(message ?? '')?.[1];
  if (found === undefined) throw new Error(`The spy said: ${JSON.stringify(outcome)}`);
  return JSON.parse(found);
}

/** Why a level cannot run here; undefined if it can. */
export async function unavailableReason(name: LevelName): Promise<string | undefined> {
  const found = await tryLevel(levels.find((level) => level.name === name)!, runtime, defaultLimits);
  return typeof found === 'string' ? found : undefined;
}

export const containment = async () => (await chooseLevel(runtime, defaultLimits)).containment;

/** Processes, files and users that sandboxes of this process left behind. */
export function leftovers(): string[] {
  const beside = dirname(runtime.dir);
  const folders = readdirSync(beside).filter((name) => name.includes(`.${ownerId}-`));
  if (process.platform !== 'linux') return folders;
  const descendants = tree(process.pid).filter((pid) => ['node', 'bwrap', 'sh'].includes(status(pid, 'Name') ?? ''));
  const owned = [...usersOfThisProcess].flatMap(processesOfUser);
  return [
    ...folders,
    ...descendants.slice(1).map((pid) => `${basename(status(pid, 'Name') ?? '')} ${pid}`),
    ...owned.map(String),
  ];
}
