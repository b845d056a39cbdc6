/** What the three levels of containment have in common. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { idleDataBytes } from '../../idle_data.ts';
import type { Limits } from '../../limits.ts';
import type { Containment } from '../../types.ts';

export type LevelName = Containment['level'];

/** Folders a sandbox may read, on this machine. */
export interface Folders {
  readonly runtime: string;
  /** Holds only the submission's module; the host writes it. */
  readonly module: string;
  /** For runs with reference dependencies: the folder of each one that the process gets (grader/plan.ts). */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** A user id that nothing else runs as, with the group of the same number. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface LaunchOptions {
  readonly folders: Folders;
  readonly limits: Limits;
  /** Whether RLIMIT_NPROC limits processes: if no control group does, and the process has its own user. */
  readonly countsByUser: boolean;
  /** Node's executable, where a sandbox's user can reach it. */
  readonly node: string;
}

export interface Launch {
  /** The command up to Node's own flags; what Node runs comes after. */
  readonly command: readonly string[];
  /** The folders as the process sees them. */
  readonly inside: Folders;
  /** Input of the command on file descriptor {@link EXTRA_INPUT}. */
  readonly extraInput?: Uint8Array | undefined;
}

/** The descriptor after stdin, stdout, stderr and the frame pipe. */
export const EXTRA_INPUT = 4;

export interface Level {
  readonly name: LevelName;
  /** Why this level cannot be tried at all, in a sentence without a full stop. */
  unavailableReason(): string | undefined;
  launch(options: LaunchOptions): Promise<Launch>;
}

export const isRoot = process.getuid?.() === 0;

/** The path of a program, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => isAbsolute(path) && isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Limits of the process, inherited by its children (prlimit(1)); empty without prlimit. Address space is unlimited: WASM
 * reserves gigabytes of it. RLIMIT_DATA stops growing ArrayBuffers and WASM memory.
 */
export function resourceLimits(limits: Limits, countsByUser: boolean): string[] {
  const prlimit = findProgram('prlimit');
  if (!prlimit) return [];
  return [
    prlimit,
    '--core=0',
    '--fsize=0',
    '--msgqueue=0',
    `--nofile=${limits.openFiles}`,
    `--data=${limits.memoryBytes + idleDataBytes() + UNTOUCHED_DATA_BYTES}`,
    // A last resort in case the host is gone or stuck: normally the host watches each check's time.
    `--cpu=${Math.ceil((limits.startWallMs + limits.jobWallMs) / 1000)}`,
    ...(countsByUser ? [`--nproc=${limits.processes}`] : []),
  ];
}

/**
 * A busy Node's threads reserve stacks and arenas that stay mostly untouched: measured 160 MiB of data with 125 MiB resident.
 */
const UNTOUCHED_DATA_BYTES = 192 * 2 ** 20;

/** Flags for Node at every level. */
export function nodeFlags(limits: Limits): string[] {
  return [
    `--max-old-space-size=${Math.floor(limits.heapBytes / 2 ** 20)}`,
    '--no-addons',
    '--no-warnings',
    '--enable-source-maps',
    ...(process.allowedNodeEnvironmentFlags.has('--disable-sigusr1') ? ['--disable-sigusr1'] : []),
  ];
}

/** Node's permission model: it reads these folders; no writing, no processes, no workers, no addons. The network stays open. */
export function permissionFlags(folders: Folders): string[] {
  const stable = process.allowedNodeEnvironmentFlags.has('--permission');
  const readable = [folders.runtime, folders.module, ...Object.values(folders.dependencies)];
  return [
    stable ? '--permission' : '--experimental-permission',
    ...readable.map((folder) => `--allow-fs-read=${join(folder, '*')}`),
  ];
}
