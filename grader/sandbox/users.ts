/**
 * Users that nothing else runs as, each reserved from the start of a sandbox until its end. RLIMIT_NPROC counts by user, and at
 * level `user` so do files and signals: two sandboxes that shared one could reach each other.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { User } from './levels/level.ts';
import { ownedName } from './owner.ts';

export interface ReservedUser extends User {
  release(): void;
}

/** Of this process, released ones too: whoever looks for what sandboxes left behind looks for these. */
export const usersOfThisProcess = new Set<number>();

/** @param cache the folder where graders of this machine meet; those that do not share one hardly ever draw the same number */
export function reserveUser(cache: string): ReservedUser {
  const folder = usersFolder(cache);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [first, count] = range();
  for (;;) {
    const uid = first + randomInt(count);
    const name = ownedName(String(uid));
    writeFileSync(join(folder, name), '');
    const release = () => rmSync(join(folder, name), { force: true });
    // Of two that take one number at the same instant each sees the other: both draw again.
    if (readdirSync(folder).some((other) => other !== name && other.startsWith(`${uid}.`))) {
      release();
      continue;
    }
    usersOfThisProcess.add(uid);
    return { uid, gid: uid, release };
  }
}

export const usersFolder = (cache: string): string => join(cache, 'users');

/** No account has such a number. */
function range(): readonly [first: number, count: number] {
  return countUsers() > 2 ** 31 ? [2 ** 30, 2 ** 30] : [20_000, 40_000];
}

/** In a container whose root is not the machine's there are often 65536 users (user_namespaces(7), uid_map). */
function countUsers(): number {
  return readFileSync('/proc/self/uid_map', 'utf8')
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[2]), 0);
}
