/** What graders that run side by side share is told apart: users, and names of what outlives a process. */
import { randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { removeLeftovers } from '../../../grader/runtime/cache.ts';
import { isAbandoned, ownedName, ownerId } from '../../../grader/sandbox/owner.ts';
import { reserveUser, usersFolder } from '../../../grader/sandbox/users.ts';

vi.mock(import('node:crypto'), async (original) => {
  const real = await original();
  return { ...real, randomInt: vi.fn(real.randomInt) as unknown as typeof real.randomInt };
});

const drawn = randomInt as unknown as Mock<(max: number) => number>;

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'a3-users-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

const draw = (...numbers: number[]) => {
  for (const number of numbers) drawn.mockReturnValueOnce(number);
};

describe.skipIf(process.platform !== 'linux')('a reserved user', () => {
  it('is nobody else’s until it is released', () => {
    draw(7, 7, 8);
    const [first, second] = [reserveUser(cache), reserveUser(cache)];
    expect(second.uid).toBe(first.uid + 1);
    first.release();
    draw(7);
    expect(reserveUser(cache).uid).toBe(first.uid);
  });

  it('stays reserved though graders of other containers tidy up, and is free once its grader is gone', async () => {
    draw(7);
    const { uid } = reserveUser(cache);
    const [pid, namespace, ticks] = ownerId.split('.').map(Number) as [number, number, number];
    const random = 'a'.repeat(12);
    const names = {
      ours: ownedName(String(uid)),
      elsewhere: `${uid}.${pid}.${namespace + 1}.${ticks}-${random}`,
      killed: `${uid}.999999999.${namespace}.${ticks}-${random}`,
      earlier: `${uid}.${pid}.${namespace}.${ticks - 1}-${random}`,
    };
    for (const name of Object.values(names)) writeFileSync(join(usersFolder(cache), name), '');
    await removeLeftovers(cache);
    const left = readdirSync(usersFolder(cache));
    expect(left).toHaveLength(3);
    expect(left).toEqual(expect.arrayContaining([names.ours, names.elsewhere]));
  });

  it('of a grader out of sight is free after a day', () => {
    const [pid, namespace = 0, ticks] = ownerId.split('.').map(Number);
    const path = join(cache, `7.${pid}.${namespace + 1}.${ticks}-${'a'.repeat(12)}`);
    writeFileSync(path, '');
    expect(isAbandoned(path)).toBe(false);
    const longAgo = Date.now() / 1000 - 25 * 3600;
    utimesSync(path, longAgo, longAgo);
    expect(isAbandoned(path)).toBe(true);
  });
});
