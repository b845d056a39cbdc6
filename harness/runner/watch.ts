/** `npm test -- --watch`: runs the checks of a file again whenever it is saved. */
import { type ChildProcess, spawn } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { chalk } from '#lib/color.ts';
import { CourseError } from '#lib/errors.ts';

/** Editors write a file in several steps; a run starts when nothing has happened for so long. */
const QUIET_MS = 150;

export interface WatchOptions {
  /** Holds the files. */
  readonly folder: string;
  /** Relative to it. */
  readonly files: readonly string[];
  /** The command line of a run, without `--watch`; each changed file is added as `--file FILE`. */
  readonly args: readonly string[];
}

/**
 * Each run has a process of its own: an endless loop or a crash in a half-written file ends with the next save.
 *
 * @returns when Ctrl-C is pressed
 */
export async function watchFiles({ folder, files, args }: WatchOptions): Promise<void> {
  const changed = new Set<string>();
  let run: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    // What was still running has not been reported; it is run again with the rest.
    if (run) run.kill('SIGKILL');
    announce([...changed]);
    const child = startRun([...args, ...[...changed].flatMap((file) => ['--file', file])]);
    run = child;
    child.on('exit', (_, signal) => {
      if (run !== child) return;
      run = undefined;
      changed.clear();
      if (signal) console.log(chalk.red(`The run was killed by ${signal}.`));
      console.log(chalk.dim('\nWaiting for a file to be saved. Ctrl-C ends.'));
    });
  };
  const onChange = (path: string | undefined) => {
    const concerned = files.filter((file) => path === undefined || normalize(file) === path);
    if (concerned.length === 0) return;
    for (const file of concerned) changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(start, QUIET_MS);
  };

  const watchers = [...new Set(files.map((file) => dirname(file)))].map((sub) => watchFolder(folder, sub, onChange));
  for (const file of files) changed.add(file);
  start();
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  const last = run as ChildProcess | undefined;
  last?.removeAllListeners('exit');
  last?.kill('SIGKILL');
}

/** Folders are watched rather than files: many editors put a new file in place of the old one. */
function watchFolder(folder: string, sub: string, onChange: (path: string | undefined) => void): FSWatcher {
  try {
    return watch(join(folder, sub), (_, name) => onChange(name === null ? undefined : join(sub, name)));
  } catch (cause) {
    throw new CourseError(`${join(folder, sub)} cannot be watched. Is it there?`, { cause });
  }
}

/** This very command again; `execArgv` has the TypeScript loader. */
function startRun(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function announce(files: readonly string[]): void {
  if (process.stdout.isTTY) process.stdout.write('\x1b[2J\x1b[3J\x1b[H');
  console.log(
    chalk.dim(`${files.length > 3 ? `${files.length} files` : files.join(', ')}, ${new Date().toLocaleTimeString()}\n`),
  );
}
