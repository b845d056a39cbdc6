/**
 * Node opens its inspector on SIGUSR1, so anyone who may send signals could take over a process. Our own listener prevents
 * that.
 */
export function closeInspector(): void {
  if (process.listenerCount('SIGUSR1') === 0) process.on('SIGUSR1', () => {});
}
