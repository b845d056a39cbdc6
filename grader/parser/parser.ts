/**
 * Reads one submission, in its own parser process with its own budget. So no submission takes time or memory from another, and
 * a damaged parser process ends with its submission.
 */
import type { ChildProcess } from 'node:child_process';
import { serialQueue } from '../../lib/serial_queue.ts';
import { defaultLimits } from '../limits.ts';
import { FairClock } from '../sandbox/fair_clock.ts';
import { hasProc, tree, usageOf } from '../sandbox/proc.ts';
import type { ParserResult, Submission } from '../types.ts';
import { parserLimits } from './limits.ts';
import { takeParserProcess } from './pool.ts';
import type { Reply, Request } from './process.ts';
import { hold, kill, nextEvent } from './start.ts';

/** How often the cost of a request is checked. */
const LOOK_MS = 100;

type Asked = Submission['parser'];

export class Parser implements Asked {
  private current: ChildProcess | undefined;
  private readonly runExclusively = serialQueue();
  private leftMs: number = parserLimits.submissionCpuMs;
  /** What the current process had used at the last check. */
  private usedMs = 0;

  /**
   * Requests run one at a time, so that a limit concerns one file only. After a stopped request, the next gets a fresh process.
   * @throws Error if a process cannot start, or the machine fails: the grader's fault
   */
  ask<T>(request: Request): Promise<ParserResult<T>> {
    return this.runExclusively(async () => {
      const first = await this.askOnce<T>(request);
      if (first !== 'ended') return first;
      // The first time may be the machine's fault (a process killed because memory ran out elsewhere); the second is the
      // request's.
      const second = await this.askOnce<T>(request);
      return second === 'ended' ? { kind: 'stopped' } : second;
    });
  }

  /** For the next submission, if only the list of files was read: keeps the process and restores the budget. */
  renewBudget(): void {
    this.leftMs = parserLimits.submissionCpuMs;
  }

  close(): void {
    if (this.current) kill(this.current);
    this.current = undefined;
  }

  private async askOnce<T>(request: Request): Promise<ParserResult<T> | 'ended'> {
    if (this.leftMs <= 0) return { kind: 'stopped' };
    const current = this.current ?? (await this.take());
    hold(current, true);
    const next = nextEvent(current, (limit) => this.watchCost(current.pid!, limit));
    // An error here means the process has just ended; its event reports that.
    current.send(request, () => {});
    const event = await next;
    hold(current, false);
    const reply = event.kind === 'message' ? (event.message as Reply) : undefined;
    if (reply?.ok) return { kind: 'done', value: reply.value as T };
    this.close();
    if (event.kind === 'exit') return 'ended';
    if (reply?.isOurs) throw new Error(`The submission could not be read: ${reply.fault}`);
    // A source can crash its parser (TypeScript, esbuild): that costs this file, and staff are told.
    if (reply) console.error(`The submission parser crashed on a file: ${reply.fault}`);
    return { kind: 'stopped' };
  }

  private async take(): Promise<ChildProcess> {
    this.current = await takeParserProcess();
    this.usedMs = hasProc ? usageOf(tree(this.current.pid!)).cpuMs : 0;
    return this.current;
  }

  /** Deducts the processes' cost from the budget, and calls `limit` if that is used up or the request exceeds its own limit. */
  private watchCost(pid: number, limit: () => void): () => void {
    const clock = new FairClock(() => tree(pid), defaultLimits.wallStretch);
    let firstMs: number | undefined;
    const timer = setInterval(() => {
      const nowMs = hasProc ? usageOf(tree(pid)).cpuMs : this.usedMs + LOOK_MS;
      firstMs ??= nowMs; // earlier requests were quick, and do not count for this one
      this.leftMs -= nowMs - this.usedMs;
      this.usedMs = nowMs;
      const isTooMuch = nowMs - firstMs > parserLimits.requestCpuMs || this.leftMs <= 0;
      if (isTooMuch || clock.elapsedMs() > parserLimits.requestWallMs) limit();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }
}
