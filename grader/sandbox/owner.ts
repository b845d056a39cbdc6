/**
 * Who made what can outlive its process: a control group, a module's folder, a reserved user. Graders in containers of their
 * own have equal process numbers and may share such things, so a name holds the PID namespace and the time of the start too.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { hasProc, namespaceOf, processIsAlive, startTicks } from './proc.ts';

/** After this long, what a grader out of our sight has made is taken for abandoned. */
const DAY_MS = 24 * 3_600_000;
const NAME = /\.(\d+)\.(\d+)\.(\d+)-[0-9a-f]{12}$/;

/** Marks what this process makes: it is in the middle of every such name. */
export const ownerId = `${process.pid}.${namespaceId()}.${hasProc ? startTicks(process.pid) : 0}`;

/** A name that nothing else has: `{prefix}.{owner}-{random}`. */
export function ownedName(prefix: string): string {
  return `${prefix}.${ownerId}-${randomBytes(6).toString('hex')}`;
}

/** Whether `path` has such a name and the process that made it is gone. In doubt it is not. */
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
