/** One task at a time, in order, whatever becomes of the one before. */
import { expect, it } from 'vitest';
import { serialQueue } from '../../lib/serial_queue.ts';

it('starts a task when the one before has ended, though it failed', async () => {
  const run = serialQueue();
  const log: string[] = [];
  let end = () => {};
  const first = run(
    () =>
      new Promise<void>((_, reject) => {
        log.push('first starts');
        end = () => reject(new Error('first fails'));
      }),
  );
  const second = run(async () => log.push('second starts'));
  await Promise.resolve();
  await Promise.resolve();
  expect(log).toEqual(['first starts']);
  end();
  await expect(first).rejects.toThrow('first fails');
  await second;
  expect(log).toEqual(['first starts', 'second starts']);
});

it('keeps queues apart', async () => {
  const [blocked, free] = [serialQueue(), serialQueue()];
  void blocked(() => new Promise<never>(() => {}));
  expect(await free(async () => 'ran')).toBe('ran');
});
