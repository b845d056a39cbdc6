/** What an idle Node of this version counts as its data (RLIMIT_DATA): a limit must leave room for it. */
import { execFileSync } from 'node:child_process';

const STEP_BYTES = 64 * 2 ** 20;

let measured: number | undefined;

/**
 * Some 50 MiB up to Node 22. From 23 on V8 reserves 512 MiB more for code, which it hardly touches; so it is measured, once, on
 * the Node that runs us.
 *
 * @returns bytes, rounded up so that what is recorded of the limits is the same in every run; 0 if the system does not tell (it has no such limit either)
 */
export function idleDataBytes(): number {
  measured ??= process.platform === 'linux' ? measure() : 0;
  return measured;
}

function measure(): number {
  const script = `process.stdout.write(fs.readFileSync('/proc/self/status', 'utf8'))`;
  const status = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: {} });
  const kib = Number(/^VmData:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return Math.ceil((kib * 1024) / STEP_BYTES) * STEP_BYTES;
}
