/** `npm test -- --watch`: runs the checks of a file again whenever it is saved. */
import { type FSWatcher, watch } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { chalk } from '#lib/color.ts';
import { CourseError } from '#lib/errors.ts';
import { openInBrowser } from './browser.ts';
import { LivePage } from './live_page.ts';
import { writePage } from './page.ts';
import type { Supervisor } from './supervisor.ts';
import type { TypesProcess } from './types_process.ts';

/** Editors write a file in several steps; a run starts after this long without a change. */
const QUIET_MS = 100;

export interface Watched {
  /** The folder with the files. */
  readonly folder: string;
  /** Paths relative to it. */
  readonly files: readonly string[];
  /** Whether to show the page of the checks in the browser. */
  readonly open: boolean;
}

interface Processes {
  readonly supervisor: Supervisor;
  readonly types: TypesProcess;
}

/** @returns when Ctrl-C is pressed */
export async function watchFiles(
  { supervisor, types }: Processes,
  { folder, files, open: isOpened }: Watched,
): Promise<void> {
  const changed = new Set(files);
  let live: LivePage | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });

  const start = async () => {
    // What was still running has not been reported; it is run again with the rest.
    if (running) await supervisor.stop();
    await running;
    running = run().catch(fail);
  };
  const run = async () => {
    const own = [...changed];
    announce(own);
    types.renew();
    const report = await supervisor.run(own, (module) => types.begin(module));
    running = undefined;
    if (!report) return;
    for (const file of own) changed.delete(file);
    const where = await show(report.page);
    const typed = await types.describe(report.failed);
    console.log(`${typed}${report.text}\n\n${where}\n${chalk.dim('\nWaiting for a file to be saved. Ctrl-C ends.')}`);
    types.warmUp(files[0]!);
  };
  /** Opened once there is something to see. */
  const show = async (page: string): Promise<string> => {
    const written = await writePage(page);
    if (!isOpened) return written;
    const isFirst = live === undefined;
    live ??= await LivePage.start();
    live.show(page);
    if (isFirst) await openInBrowser(live.address);
    return `${written}\n${chalk.dim(`In the browser: ${live.address}`)}`;
  };
  const onChange = (path: string | undefined) => {
    const own = files.filter((file) => normalize(file) === path);
    // A file of the student's own: any of the others may import it.
    const concerned = own.length > 0 || !(path ?? '.ts').endsWith('.ts') ? own : files;
    if (concerned.length === 0) return;
    for (const file of concerned) changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => start().catch(fail), QUIET_MS);
  };

  const watchers = [...new Set(files.map((file) => dirname(file)))].map((sub) => watchFolder(folder, sub, onChange));
  await start();
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  try {
    await Promise.race([interrupted, failed]);
  } finally {
    clearTimeout(timer);
    live?.close();
    for (const watcher of watchers) watcher.close();
    types.stop();
    await supervisor.stop();
    await running;
  }
}

/** Watches folders rather than files: many editors replace the file when they save. */
function watchFolder(folder: string, sub: string, onChange: (path: string | undefined) => void): FSWatcher {
  try {
    return watch(join(folder, sub), (_, name) => onChange(name === null ? undefined : join(sub, name)));
  } catch (cause) {
    throw new CourseError(`${join(folder, sub)} cannot be watched. Is it there?`, { cause });
  }
}

/** A line between this run and what is above it, which stays. */
function announce(files: readonly string[]): void {
  const what = files.length > 3 ? `${files.length} files` : files.join(', ');
  console.log(chalk.dim(`\n── ${what}, ${new Date().toLocaleTimeString()} ──\n`));
}
