/** A clock for limits that a loaded machine must not shorten. */
import { waitedMs } from './proc.ts';

/**
 * Counts the time in which a process could have run: real time, less the time in which it, or the grader that reads its
 * answers, was ready and waited for a core. Where the system does not report that, real time.
 */
export class FairClock {
  private readonly startMs = performance.now();
  private readonly waitedBeforeMs: number;

  /**
   * @param processes those whose waiting does not count
   * @param stretch it never runs slower than real time by more than this factor, so that everything ends
   */
  constructor(
    private readonly processes: () => readonly number[],
    private readonly stretch: number,
  ) {
    this.waitedBeforeMs = this.waitedMs();
  }

  elapsedMs(): number {
    const realMs = performance.now() - this.startMs;
    const waitedMs = Math.max(0, this.waitedMs() - this.waitedBeforeMs); // what has ended reports nothing any more
    return Math.max(realMs - waitedMs, realMs / this.stretch);
  }

  /** Calls back when the clock shows a time, unless it is cancelled before by what is returned. */
  after(ms: number, callback: () => void): () => void {
    let timer: NodeJS.Timeout;
    const sleep = (leftMs: number) => {
      timer = setTimeout(() => {
        const left = ms - this.elapsedMs();
        if (left > 0) sleep(Math.max(left, 1));
        else callback();
      }, leftMs);
    };
    sleep(ms);
    return () => clearTimeout(timer);
  }

  private waitedMs(): number {
    return waitedMs([process.pid, ...this.processes()]);
  }
}
