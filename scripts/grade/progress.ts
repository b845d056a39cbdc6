/** Progress of a grading, with the time left: a bar on a terminal, else a line for each submission. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '../../grader/grade.ts';
import { TimeLeft } from './time_left.ts';

export interface ProgressDisplay {
  start(name: string): void;
  update(name: string, progress: Progress): void;
  /** Prints above the bar. */
  finish(name: string, text: string): void;
  stop(): void;
}

export function progressDisplay(submissions: number): ProgressDisplay {
  return process.stderr.isTTY ? new Bar(submissions) : new Lines(submissions);
}

class Bar implements ProgressDisplay {
  private readonly bar = new SingleBar({
    format: '{bar} {percentage}% · {finished}/{submissions} graded · {left}{names}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  private readonly shares = new Map<string, number>();
  private readonly timeLeft = new TimeLeft();
  private finished = 0;

  constructor(private readonly submissions: number) {
    this.bar.start(100 * submissions, 0, { finished: 0, submissions, left: '', names: '' });
  }

  start(name: string): void {
    this.shares.set(name, 0);
    this.draw();
  }

  update(name: string, { done, total }: Progress): void {
    this.shares.set(name, done / total);
    this.draw();
  }

  finish(name: string, text: string): void {
    this.shares.delete(name);
    this.finished++;
    process.stderr.write('\r\x1b[K');
    console.log(text);
    this.draw();
  }

  stop(): void {
    this.bar.stop();
  }

  private draw(): void {
    const running = [...this.shares.values()].reduce((sum, share) => sum + share, 0);
    const { finished, submissions } = this;
    const left = this.timeLeft.text((finished + running) / submissions);
    this.bar.update(Math.floor(100 * (finished + running)), {
      finished,
      submissions,
      left: left && `${left} · `,
      names: [...this.shares.keys()].join(', '),
    });
  }
}

class Lines implements ProgressDisplay {
  private readonly timeLeft = new TimeLeft();
  private started = 0;
  private finished = 0;

  constructor(private readonly submissions: number) {}

  start(name: string): void {
    const left = this.timeLeft.text(this.finished / this.submissions);
    console.error(`Grading ${name} (${++this.started} of ${this.submissions}${left && `, ${left}`}) ...`);
  }

  update(): void {}

  finish(_name: string, text: string): void {
    this.finished++;
    console.log(text);
  }

  stop(): void {}
}
