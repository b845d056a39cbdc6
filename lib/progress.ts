/** Progress with the time left: a bar on a terminal, elsewhere a line every tenth of the way. */
import cliProgress from 'cli-progress';

const { Format, SingleBar } = cliProgress;

export interface Progress {
  /**
   * @param note text shown beside the bar: a loss, a name
   * @param count how many steps were completed at once
   */
  step(note?: string, count?: number): void;
  update(done: number, note?: string): void;
  /** Prints a permanent line, above a bar. */
  print(line: string): void;
  /** Call in a `finally`: a running bar keeps the process alive. */
  stop(): void;
}

interface ProgressOptions {
  /** Leaves no trace: no lines without a terminal, no bar at the end. */
  readonly transient?: boolean;
  /** Formats an amount. */
  readonly show?: (amount: number) => string;
}

export function startProgress(
  what: string,
  total: number,
  { transient = false, show = String }: ProgressOptions = {},
): Progress {
  const startMs = performance.now();
  let done = 0;
  const describe = (note: string): string => {
    const left = timeLeft(performance.now() - startMs, done / total);
    return [`${show(done)}/${show(total)}`, note, left].filter(Boolean).join('  ');
  };
  const bar = process.stderr.isTTY ? startBar(what, total, transient) : undefined;
  const update = (now: number, note = ''): void => {
    const tenthBefore = Math.floor((10 * done) / total);
    done = now;
    if (bar) bar.update(done, { text: describe(note) });
    else if (!transient && Math.floor((10 * done) / total) !== tenthBefore) console.error(`${what}: ${describe(note)}`);
  };
  return {
    update,
    step: (note, count = 1) => update(done + count, note),
    print(line) {
      if (bar) process.stderr.write('\r\x1b[K');
      console.log(line);
      bar?.render();
    },
    stop: () => bar?.stop(),
  };
}

function startBar(what: string, total: number, transient: boolean) {
  const bar = new SingleBar({
    format: (options, { progress }, { text }) => `${what} ${Format.BarFormat(progress, options)} ${text}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    // A process that is ended could not show it again.
    hideCursor: false,
    clearOnComplete: transient,
    stream: process.stderr,
  });
  bar.start(total, 0, { text: '' });
  return bar;
}

/** @param share fraction of the work that is done, from 0 to 1 */
export function timeLeft(elapsedMs: number, share: number): string {
  if (!(share > 0 && share < 1)) return '';
  const seconds = (elapsedMs / 1000) * (1 / share - 1);
  if (seconds < 60) return `about ${Math.ceil(seconds)} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min left` : `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
