/** Memory of a process and its descendants together, measured from outside. */
import { hasProc, tree, usageOf } from '../../grader/sandbox/proc.ts';

const LOOK_MS = 50;

export class MemoryWatch {
  private readonly timer: NodeJS.Timeout;
  private peak = 0;

  /** @param pid by default this process */
  constructor(private readonly pid = process.pid) {
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  /**
   * Peak of the summed resident memory in bytes, sampled every 50 ms; 0 where the system does not report it. Shared memory
   * (Node's own code) counts in each process.
   */
  stop(): number {
    this.look();
    clearInterval(this.timer);
    return this.peak;
  }

  private look(): void {
    if (hasProc) this.peak = Math.max(this.peak, usageOf(tree(this.pid)).rssBytes);
  }
}
