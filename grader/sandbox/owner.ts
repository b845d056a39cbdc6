/**
 * Marks the owner of things that can outlive its process: a control group, a modules folder, a reserved user. Graders in
 * separate containers can have the same PID and share such things, so a name also holds the PID namespace and the start time.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { hasProc, namespaceOf, processIsAlive, startTicks } from './proc.ts';

/** After this long, what a grader in another PID namespace made counts as abandoned. */
const DAY_MS = 24 * 3_600_000;
const NAME = /\.(\d+)\.(\d+)\.(\d+)-[0-9a-f]{12}$/;

/** This process's mark, in the middle of every such name. */
export const ownerId = `${process.pid}.${namespaceId()}.${hasProc ? startTicks(process.pid) : 0}`;

/** A unique name: `{prefix}.{owner}-{random}`. */
export function ownedName(prefix: string): string {
  return `${prefix}.${ownerId}-${randomBytes(6).toString('hex')}`;
}

/** Whether `path` has such a name and its process is gone. False if unsure. */
export function isAbandoned(path: string): boolean {
  const [, pid, namespace, ticks] = NAME.exec(path)?.map(Number) ?? [];
  if (pid === undefined) return false;
  if (namespace !== namespaceId()) return Date.now() - changedMs(path) > DAY_MS;
  return !processIsAlive(pid) || (hasProc && startTicks(pid) !== ticks);
}

function namespaceId(): number {
  return Number(/\d+/.exec(namespaceOf('self', 'pid') ?? '')?.[0] ?? 0);
}

function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}
