/** The data size (RLIMIT_DATA) of an idle Node of this version: a limit must leave room for it. */
import { execFileSync } from 'node:child_process';

const STEP_BYTES = 64 * 2 ** 20;

let measured: number | undefined;

/**
 * Some 50 MiB up to Node 22. Since 23, V8 reserves another 512 MiB for code, most of it untouched; so it is measured once, on
 * the Node that runs us.
 *
 * @returns bytes, rounded up so that the recorded limits are the same in every run; 0 where the system does not report it (and
 * has no such limit)
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
