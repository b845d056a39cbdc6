/** How much memory a process and all that descend from it take together, looked at from outside. */
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
   * The greatest sum of resident memory in bytes, seen every 50 ms; 0 if the system does not tell. Memory that processes share
   * (Node's own code) counts in each.
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
