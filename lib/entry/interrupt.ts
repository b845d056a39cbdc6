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
