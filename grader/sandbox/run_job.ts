/** Runs checks on one module of a submission: a process that ends costs only the check that was running. */
import type { Limits } from '../limits.ts';
import type { Runtime } from '../runtime/build.ts';
import type { Containment, SandboxOutcome, SandboxTask, Stopped } from '../types.ts';
import { chooseLevel } from './levels/choose.ts';
import type { SandboxModel } from './requests.ts';
import { type Sandbox, type StartSandbox, startSandbox } from './sandbox.ts';

export interface Job {
  /** The student's file, as checks name it. */
  readonly module: string;
  /** Its bundle, from grader/bundle. */
  readonly code: string;
  readonly tasks: readonly SandboxTask[];
  readonly model: SandboxModel;
  readonly limits: Limits;
  readonly runtime: Runtime;
  /** Largest accepted answer to each task; by default the limits' cap. */
  readonly answerBytes?: (index: number) => Promise<number>;
  /** Reduces each outcome before it is kept; by default keeps all of it. */
  readonly keep?: (index: number, outcome: SandboxOutcome) => Promise<SandboxOutcome>;
}

export interface JobResult {
  /** One for each task, in the tasks' order. */
  readonly outcomes: readonly SandboxOutcome[];
  /** Wall time of each, in the tasks' order; 0 if it never ran. */
  readonly durationsMs: readonly number[];
  readonly containment: Containment;
  /** Peak resident memory of one sandbox; 0 where the system does not report it. */
  readonly peakRssBytes: number;
  /** The first bytes of the output (stdout and stderr): written by the submission, for feedback runs only. */
  readonly stdoutTail: string;
}

/** Called with each outcome as it arrives: the task's index in `tasks`, how it ended, how long it took. */
export type OnOutcome = (index: number, outcome: SandboxOutcome, durationMs: number) => void;

/**
 * Runs all tasks, those without reference dependencies first. Tasks with different reference dependencies run in different
 * processes (see grader/plan.ts); a process that ends early is followed by a fresh one for the rest. If a task's process dies
 * and it was not the first there, it is run once more as the first of a fresh one: what others left behind (threads, full
 * memory) must not cost it. A module that cannot be loaded is not retried for each task.
 *
 * @param start supplies sandboxes: a pool can supply started ones
 * @throws Error if no sandbox can be started: the grader's fault
 */
export async function runJob(
  job: Job,
  onOutcome: OnOutcome = () => {},
  start: StartSandbox = startSandbox,
): Promise<JobResult> {
  const run = new JobRun(job, onOutcome, start);
  for (const { dependencies, indices } of groups(job.tasks)) await run.runGroup(indices, dependencies);
  return run.result();
}

interface Group {
  readonly dependencies: readonly string[];
  readonly indices: number[];
}

function groups(tasks: readonly SandboxTask[]): Group[] {
  const found = new Map<string, Group>();
  tasks.forEach((task, index) => {
    const { dependencies } = task;
    const group = found.get(dependencies.join()) ?? { dependencies, indices: [] };
    group.indices.push(index);
    found.set(dependencies.join(), group);
  });
  return [...found.values()].sort((a, b) => a.dependencies.length - b.dependencies.length);
}

class JobRun {
  private readonly outcomes: SandboxOutcome[] = [];
  private readonly durationsMs: number[] = [];
  /** By a fair clock, without the starts of sandboxes; the end is real time. */
  private usedMs = 0;
  private readonly endMs: number;
  private notLoaded: Stopped | undefined;
  private retriesLeft = RETRIES;
  private containment: Containment | undefined;
  private peakRssBytes = 0;
  private output = '';

  constructor(
    private readonly job: Job,
    private readonly onOutcome: OnOutcome,
    private readonly start: StartSandbox,
  ) {
    this.endMs = performance.now() + job.limits.jobWallMs * job.limits.wallStretch;
  }

  async result(): Promise<JobResult> {
    const { outcomes, durationsMs, peakRssBytes, output } = this;
    const containment = this.containment ?? (await chooseLevel(this.job.runtime, this.job.limits)).containment;
    return { outcomes, durationsMs, containment, peakRssBytes, stdoutTail: output };
  }

  async runGroup(indices: readonly number[], dependencies: readonly string[]): Promise<void> {
    const left = [...indices];
    while (left.length > 0 && !this.notLoaded && this.leftMs(0) > 0) {
      const sandbox = await this.start({ ...this.job, dependencies });
      this.containment ??= sandbox.containment;
      try {
        await this.runIn(sandbox, left);
      } finally {
        await sandbox.close();
        this.usedMs += sandbox.usedWallMs;
        this.peakRssBytes = Math.max(this.peakRssBytes, sandbox.peakRssBytes);
        this.output = (this.output + sandbox.output).slice(0, this.job.limits.keptOutputBytes);
      }
    }
    for (const index of left) await this.record(index, this.notLoaded ?? OUT_OF_TIME, 0);
  }

  /** Runs tasks until none is left or the sandbox has ended; removes those that ran from the list. */
  private async runIn(sandbox: Sandbox, left: number[]): Promise<void> {
    const loaded = await sandbox.load(this.job.module, this.job.code);
    if (loaded.kind === 'stopped') {
      if (!this.mayTryAgain(loaded)) this.notLoaded = loaded;
      return;
    }
    for (let isFirst = true; ; isFirst = false) {
      const leftMs = this.leftMs(sandbox.usedWallMs);
      if (left.length === 0 || sandbox.ended || leftMs <= 0) return;
      const index = left.shift()!;
      const replyPayloadBytes = await this.job.answerBytes?.(index);
      const startMs = performance.now();
      const outcome = await sandbox.run(this.job.tasks[index]!, {
        checkWallMs: leftMs,
        ...(replyPayloadBytes !== undefined && { replyPayloadBytes }),
      });
      if (outcome.kind === 'stopped' && ((!isFirst && isDeath(outcome)) || this.mayTryAgain(outcome)))
        left.unshift(index);
      else await this.record(index, outcome, performance.now() - startMs);
    }
  }

  /** What is left of the job's time, by a fair clock. */
  private leftMs(usedNowMs: number): number {
    return performance.now() < this.endMs ? this.job.limits.jobWallMs - this.usedMs - usedNowMs : 0;
  }

  /** A submission can end its process the way we or the system would, so there are few retries, and then the end counts. */
  private mayTryAgain({ mayBeOurs = false }: Stopped): boolean {
    return mayBeOurs && this.retriesLeft-- > 0;
  }

  private async record(index: number, outcome: SandboxOutcome, durationMs: number): Promise<void> {
    this.outcomes[index] = (await this.job.keep?.(index, outcome)) ?? outcome;
    this.durationsMs[index] = durationMs;
    this.onOutcome(index, outcome, durationMs);
  }
}

/** Of one file. */
const RETRIES = 2;

/** The process went down by itself. A limit on time that we enforce is no such end: to wait for it twice would cost too much. */
function isDeath({ reason }: Stopped): boolean {
  return reason === 'crashed' || reason === 'exited' || reason === 'memory limit';
}

const OUT_OF_TIME: Stopped = {
  kind: 'stopped',
  reason: 'time limit',
  message: 'the time for all checks of this file was used up before this one',
};
