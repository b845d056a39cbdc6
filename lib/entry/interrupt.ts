/**
 * Makes Ctrl-C a request to stop: `stopped()` turns true, and the caller keeps its results so far. A second Ctrl-C ends the
 * process at once. Call `release` when done.
 */
export function listenForInterrupt(): { stopped(): boolean; release(): void } {
  let interrupted = false;
  const onInterrupt = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    console.error('\nStopping after this step; results so far are kept. Press Ctrl-C again to end at once.');
  };
  process.on('SIGINT', onInterrupt);
  return { stopped: () => interrupted, release: () => process.off('SIGINT', onInterrupt) };
}
