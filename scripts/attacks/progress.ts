/** Progress with the time left: a bar on a terminal, else a line now and then. */
import { SingleBar } from 'cli-progress';

export interface StepProgress {
  /** @param name what comes next */
  step(done: number, name?: string): void;
  stop(): void;
}

/** Without a terminal a line comes at most so often. */
const LINE_MS = 15_000;

export function stepProgress(total: number, noun: string): StepProgress {
  return process.stderr.isTTY ? bar(total, noun) : lines(total, noun);
}

function bar(total: number, noun: string): StepProgress {
  const shown = new SingleBar({
    format: `{bar} {value}/{total} ${noun} · {eta_formatted} left · {name}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 20,
    stream: process.stderr,
  });
  shown.start(total, 0, { name: '' });
  return { step: (done, name = '') => shown.update(done, { name }), stop: () => shown.stop() };
}

function lines(total: number, noun: string): StepProgress {
  const startMs = performance.now();
  let saidMs = startMs;
  return {
    step(done, name = '') {
      const nowMs = performance.now();
      if (nowMs - saidMs < LINE_MS) return;
      saidMs = nowMs;
      const leftMinutes = (((nowMs - startMs) / Math.max(done, 1)) * (total - done)) / 60_000;
      console.error(`${done} of ${total} ${noun}, about ${leftMinutes.toFixed(1)} min left${name && ` (${name})`}`);
    },
    stop() {},
  };
}
