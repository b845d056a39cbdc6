/**
 * User ids that nothing else runs as, each reserved for the lifetime of a sandbox. RLIMIT_NPROC counts by user, and at level
 * `user` files and signals go by user too: two sandboxes with the same one could reach each other.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { User } from './levels/level.ts';
import { ownedName } from './owner.ts';

export interface ReservedUser extends User {
  release(): void;
}

/** All of this process, including released ones: to find what sandboxes left behind. */
export const usersOfThisProcess = new Set<number>();

/** @param cache the folder shared by this machine's graders; graders that share none rarely draw the same number */
export function reserveUser(cache: string): ReservedUser {
  const folder = usersFolder(cache);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [first, count] = range();
  for (;;) {
    const uid = first + randomInt(count);
    const name = ownedName(String(uid));
    writeFileSync(join(folder, name), '');
    const release = () => rmSync(join(folder, name), { force: true });
    // If two graders take one number at the same instant, each sees the other and draws again.
    if (readdirSync(folder).some((other) => other !== name && other.startsWith(`${uid}.`))) {
      release();
      continue;
    }
    usersOfThisProcess.add(uid);
    return { uid, gid: uid, release };
  }
}

export const usersFolder = (cache: string): string => join(cache, 'users');

/** No account has an id in this range. */
function range(): readonly [first: number, count: number] {
  return countUsers() > 2 ** 31 ? [2 ** 30, 2 ** 30] : [20_000, 40_000];
}

/** A container with its own user namespace often has only 65536 ids (user_namespaces(7), uid_map). */
function countUsers(): number {
  return readFileSync('/proc/self/uid_map', 'utf8')
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[2]), 0);
}
