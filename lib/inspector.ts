/**
 * Node opens its inspector on SIGUSR1: whoever may send signals could take a process over. With a listener of ours it does not.
 */
export function closeInspector(): void {
  if (process.listenerCount('SIGUSR1') === 0) process.on('SIGUSR1', () => {});
}
