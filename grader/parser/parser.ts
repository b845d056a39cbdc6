/**
 * What reads one submission: a parser process of its own, with a budget of its own. So no submission takes time or memory that
 * another needs, and what one does to its parser ends with it.
 */
import type { ChildProcess } from 'node:child_process';
import { serialQueue } from '../../lib/serial_queue.ts';
import { hasProc, tree, usageOf } from '../sandbox/proc.ts';
import type { ParserResult, Submission } from '../types.ts';
import { parserLimits } from './limits.ts';
import { takeParserProcess } from './pool.ts';
import type { Reply, Request } from './process.ts';
import { hold, kill, nextEvent } from './start.ts';

/** How often what a request costs is looked at. */
const LOOK_MS = 100;

type Asked = Submission['parser'];

export class Parser implements Asked {
  private current: ChildProcess | undefined;
  private readonly runExclusively = serialQueue();
  private leftMs: number = parserLimits.submissionCpuMs;
  /** What the current process had used when it was last looked at. */
  private usedMs = 0;

  /**
   * Requests go one at a time, so that a limit concerns one file only. After one that was stopped, the next has a fresh process.
   * @throws Error when a process cannot start, or the machine fails: the grader's fault
   */
  ask<T>(request: Request): Promise<ParserResult<T>> {
    return this.runExclusively(async () => {
      const first = await this.askOnce<T>(request);
      if (first !== 'ended') return first;
      // Once may be the machine's fault (a process killed because memory ran out elsewhere); twice is the request's.
      const second = await this.askOnce<T>(request);
      return second === 'ended' ? { kind: 'stopped' } : second;
    });
  }

  /** For the next submission, when only the list of files is read: the process stays, the budget is whole again. */
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
    // An error here is a process that has just ended: the event says so.
    current.send(request, () => {});
    const event = await next;
    hold(current, false);
    const reply = event.kind === 'message' ? (event.message as Reply) : undefined;
    if (reply?.ok) return { kind: 'done', value: reply.value as T };
    this.close();
    if (event.kind === 'exit') return 'ended';
    if (reply?.isOurs) throw new Error(`The submission could not be read: ${reply.fault}`);
    // A source can bring down what reads it (TypeScript, esbuild): that costs this file, and staff hear of it.
    if (reply) console.error(`The parser of submissions broke down over a file: ${reply.fault}`);
    return { kind: 'stopped' };
  }

  private async take(): Promise<ChildProcess> {
    this.current = await takeParserProcess();
    this.usedMs = hasProc ? usageOf(tree(this.current.pid!)).cpuMs : 0;
    return this.current;
  }

  /** Takes what the processes cost off the budget, and calls `limit` if that is used up or the request passes its own limit. */
  private watchCost(pid: number, limit: () => void): () => void {
    const startMs = performance.now();
    let firstMs: number | undefined;
    const timer = setInterval(() => {
      const nowMs = hasProc ? usageOf(tree(pid)).cpuMs : this.usedMs + LOOK_MS;
      firstMs ??= nowMs; // what came before was quick, and is not this request's
      this.leftMs -= nowMs - this.usedMs;
      this.usedMs = nowMs;
      const isTooMuch = nowMs - firstMs > parserLimits.requestCpuMs || this.leftMs <= 0;
      if (isTooMuch || performance.now() - startMs > parserLimits.requestWallMs) limit();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }
}
