/** Grading progress: a bar on a terminal, else a line for each submission. */
import type { Progress as CheckProgress } from '../../grader/grade.ts';
import { type Progress, startProgress, timeLeft } from '../../lib/progress.ts';

export class GradingProgress {
  private readonly bar: Progress;
  private readonly startMs = performance.now();
  /** Running submissions → the fraction of their checks that have run. */
  private readonly shares = new Map<string, number>();
  private started = 0;
  private finished = 0;

  constructor(private readonly submissions: number) {
    this.bar = startProgress('Grading', submissions, { transient: true, show: (n) => String(Math.floor(n)) });
  }

  start(name: string): void {
    this.shares.set(name, 0);
    this.started++;
    if (process.stderr.isTTY) {
      this.draw();
      return;
    }
    const left = timeLeft(performance.now() - this.startMs, this.finished / this.submissions);
    console.error(`Grading ${name} (${this.started} of ${this.submissions}${left && `, ${left}`}) ...`);
  }

  update(name: string, { done, total }: CheckProgress): void {
    this.shares.set(name, done / total);
    this.draw();
  }

  finish(name: string, text: string): void {
    this.shares.delete(name);
    this.finished++;
    this.bar.print(text);
    this.draw();
  }

  stop(): void {
    this.bar.stop();
  }

  private draw(): void {
    const running = [...this.shares.values()].reduce((sum, share) => sum + share, 0);
    this.bar.update(this.finished + running, [...this.shares.keys()].join(', '));
  }
}
