import { Presets, SingleBar } from 'cli-progress';

/** A bar where someone watches, else a line for every quarter: a log is not a screen. */
export function downloadProgress(): {
  update: (received: number, total: number | undefined) => void;
  stop: () => void;
} {
  const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
  if (!process.stderr.isTTY) {
    let quarter = -1;
    return {
      update(received, total) {
        const reached = total ? Math.floor((4 * received) / total) : 0;
        if (reached > quarter) console.error(`Downloaded ${mb(received)} of ${total ? mb(total) : '?'} MB`);
        quarter = Math.max(quarter, reached);
      },
      stop: () => {},
    };
  }
  const bar = new SingleBar(
    { format: 'Downloading {bar} {percentage} % | {mb} of {totalMb} MB | {eta_formatted} left', hideCursor: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update(received, total) {
      const payload = { mb: mb(received), totalMb: total ? mb(total) : '?' };
      if (!started) bar.start(total ?? received, received, payload);
      started = true;
      if (total) bar.setTotal(total);
      bar.update(received, payload);
    },
    stop: () => bar.stop(),
  };
}
