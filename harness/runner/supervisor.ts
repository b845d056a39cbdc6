/**
 * Watches over the process that runs the student's code. What is executed there may loop, crash or end the process: that costs
 * the step at hand, and a new process runs the rest.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Progress, startProgress } from '#lib/progress.ts';
import { hasBrokenEngine } from '../broken_engine.ts';
import { adviceStep, type RunRequest, type WorkerMessage } from './protocol.ts';
import type { Ending } from './unfinished.ts';

/** For the other checks of a function that did not finish once: they will most likely go the same way. */
const SECOND_LIMIT_SECONDS = 3;

type Ready = Extract<WorkerMessage, { kind: 'ready' }>;
export type Report = Extract<WorkerMessage, { kind: 'report' }>;

export class Supervisor {
  private child: ChildProcess | undefined;
  private ready: Ready | undefined;
  private isStopping = false;
  private onMistake: (module: string) => void = () => {};
  /** How steps ended, those of files that have not changed since too. */
  private readonly endings = new Map<string, Ending>();

  /**
   * @param args the command line, without the script
   * @param limitSeconds how long one step may take
   */
  constructor(
    private readonly args: readonly string[],
    private readonly limitSeconds: number,
  ) {
    // Nobody else would end a loop in it.
    process.once('exit', () => this.child?.kill('SIGKILL'));
  }

  /** Starts the process. @returns its exit code if it ended instead, having said what is wrong */
  async start(): Promise<Ready | number> {
    const args = [...this.args, '--worker', ...(this.ready ? ['--quiet'] : [])];
    // Node's own options, with the TypeScript loader, are passed on.
    const child = fork(process.argv[1]!, args, { serialization: 'advanced' });
    const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (typeof first !== 'object' || first === null) return first ?? 2;
    this.child = child;
    child.once('exit', () => {
      this.child = undefined;
    });
    this.ready = first as Ready;
    return this.ready;
  }

  /**
   * Runs the checks of these files, and those that have not been run yet.
   *
   * @param onMistake called with the file of each check that fails, as it does
   * @returns undefined if `stop` came first
   */
  async run(modules: readonly string[], onMistake: (module: string) => void): Promise<Report | undefined> {
    this.isStopping = false;
    this.onMistake = onMistake;
    const { checks } = this.ready!;
    const chosen = checks.filter(({ id, module }) => modules.includes(module) || !this.endings.has(id));
    for (const step of chosen.flatMap(({ id, module, subject }) => [id, module, adviceStep(subject)])) {
      this.endings.delete(step);
    }
    const progress = startProgress('Checking', chosen.length, { transient: true });
    try {
      while (!this.isStopping) {
        if (!this.child && typeof (await this.start()) === 'number') throw new Error('The checks do not start again.');
        const report = await this.attempt({ ids: chosen.map(({ id }) => id), known: this.endings }, progress);
        if (report) return report;
      }
      return undefined;
    } finally {
      progress.stop();
    }
  }

  /** Ends what runs, and the process. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const { child } = this;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** @returns undefined if the process ended first; whose fault it was is then among the endings */
  private attempt(request: RunRequest, progress: Progress): Promise<Report | undefined> {
    const child = this.child!;
    let step: string | undefined;
    let overtime: NodeJS.Timeout | undefined;
    let isOver = false;
    /** What it says from now on does not count. */
    let isBroken = false;
    return new Promise((resolve, reject) => {
      const done = (report: Report | undefined) => {
        clearTimeout(overtime);
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve(report);
      };
      const onMessage = (message: WorkerMessage) => {
        clearTimeout(overtime);
        if (isBroken) return;
        if (message.kind === 'report') done(message);
        if (message.kind === 'end') {
          this.endings.set(message.check, message.ending);
          if (message.isMistake) this.onMistake(this.find(message.check)!.module);
          progress.step(this.subjectOf(message.check));
          if (hasBrokenEngine(message.ending)) {
            isBroken = true;
            this.giveUpOn(this.subjectOf(message.check));
            child.kill('SIGKILL');
          }
        }
        if (message.kind === 'start') {
          step = message.step;
          overtime = setTimeout(() => {
            isOver = true;
            child.kill('SIGKILL');
          }, 1000 * this.limitOf(step));
        }
      };
      const onExit = (code: number | null, signal: string | null) => {
        if (this.isStopping || isBroken) return done(undefined);
        if (step === undefined || this.endings.get(step)?.kind === 'unfinished') {
          reject(new Error(`The process of the checks ended (${signal ?? code}) and no step is to blame.`));
          return;
        }
        const message = isOver ? overtimeMessage(this.limitOf(step)) : exitMessage(code, signal);
        this.endings.set(step, { kind: 'unfinished', message });
        this.giveUpOn(this.subjectOf(step));
        done(undefined);
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send(request);
    });
  }

  /** Each end costs a new process: after two, a function's other checks are left out. */
  private giveUpOn(subject: string | undefined): void {
    const own = this.ready!.checks.filter((check) => check.subject === subject);
    if (own.filter(({ id }) => costsProcess(this.endings.get(id))).length < 2) return;
    for (const { id } of own) {
      if (!this.endings.has(id)) this.endings.set(id, { kind: 'unfinished', message: NOT_RUN });
    }
  }

  private subjectOf(step: string): string | undefined {
    return this.find(step)?.subject;
  }

  private find(check: string) {
    return this.ready!.checks.find(({ id }) => id === check);
  }

  private limitOf(step: string): number {
    const subject = this.subjectOf(step);
    const siblings = this.ready!.checks.filter((check) => check.id !== step && check.subject === subject);
    const isSecond = siblings.some(({ id }) => this.endings.get(id)?.kind === 'unfinished');
    return isSecond ? Math.min(SECOND_LIMIT_SECONDS, this.limitSeconds) : this.limitSeconds;
  }
}

const costsProcess = (ending: Ending | undefined): boolean =>
  ending !== undefined && (ending.kind === 'unfinished' || hasBrokenEngine(ending));

const NOT_RUN = 'It was not run: two other checks of this function ended their process.';

const overtimeMessage = (seconds: number): string =>
  `It was ended after ${seconds} s. Is there a loop that never ends, or a promise that nobody keeps?`;

function exitMessage(code: number | null, signal: string | null): string {
  return signal
    ? `The process was killed by ${signal} during it: it may have run out of memory.`
    : `The process ended with exit code ${code} during it. Does the code, or one that it calls, end the process?`;
}
