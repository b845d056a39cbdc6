/** Progress with the time left, and Ctrl-C that finishes the work in hand. */
import cliProgress from 'cli-progress';

const { Format, SingleBar } = cliProgress;

export interface Progress {
  /**
   * @param note what a person wants to see move: a loss, a score
   * @param count how many steps were made at once
   */
  step(note?: string, count?: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a line every tenth of the way. */
export function startProgress(what: string, total: number): Progress {
  return process.stderr.isTTY ? bar(what, total) : lines(what, total);
}

function bar(what: string, total: number): Progress {
  const single = new SingleBar({
    format: (options, params, payload) => {
      const left = params.value === 0 ? '' : `${Format.TimeFormat(params.eta, options, 5)} left`;
      return `${what} ${Format.BarFormat(params.progress, options)} ${params.value}/${params.total}  ${payload.note}  ${left}`;
    },
    hideCursor: true,
    clearOnComplete: false,
  });
  single.start(total, 0, { note: '' });
  return { step: (note = '', count = 1) => single.increment(count, { note }), stop: () => single.stop() };
}

function lines(what: string, total: number): Progress {
  const started = performance.now();
  let done = 0;
  const step = (note = '', count = 1) => {
    done += count;
    if (Math.floor((10 * done) / total) === Math.floor((10 * (done - count)) / total)) return;
    const left = Math.round(((performance.now() - started) / 1000 / done) * (total - done));
    console.error(`${what}: ${done}/${total}  ${note}  ${left} s left`);
  };
  return { step, stop: () => {} };
}

/**
 * Asks for an end at Ctrl-C instead of dying: `stopped()` turns true, and the caller keeps what it has. A second Ctrl-C ends
 * the process at once. Call `release` when done.
 */
export function listenForInterrupt(): { stopped(): boolean; release(): void } {
  let interrupted = false;
  const onInterrupt = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    console.error('\nStopping after this step; what is done so far is kept. Ctrl-C again ends at once.');
  };
  process.on('SIGINT', onInterrupt);
  return { stopped: () => interrupted, release: () => process.off('SIGINT', onInterrupt) };
}
