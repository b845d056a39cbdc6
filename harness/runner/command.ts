/** `npm run check`, and `npm test` in the handout: all checks, or some, on one target. */

import type { StudentAssignment } from '../assignment.ts';
import { openInBrowser } from './browser.ts';
import { type CommandDefaults, readCheckOptions } from './options.ts';
import { PAGE, writePage } from './page.ts';
import { Supervisor } from './supervisor.ts';
import { TypesProcess } from './types_process.ts';
import { watchFiles } from './watch.ts';

export interface CheckCommand extends CommandDefaults {
  /** Called in the process that runs the checks: another one starts it and needs no engine. */
  readonly load: () => Promise<StudentAssignment>;
  /** The folder with the files as handed out. */
  readonly originals: string;
}

/** @returns the exit code: 0 if every check passed, else 1 */
export async function checkCommand({ load, originals, ...defaults }: CheckCommand): Promise<number> {
  const { options, wanted } = readCheckOptions(defaults);
  if (options.worker) {
    const { serveRuns } = await import('./worker.ts');
    await serveRuns({ ...(await load()), originals }, options, wanted);
    return 0;
  }
  if (options.types) {
    const [{ openTarget }, { serveTypes }] = await Promise.all([import('./target.ts'), import('./types_process.ts')]);
    const { folder } = await openTarget(options.target);
    await serveTypes(folder);
    return 0;
  }
  const args = process.argv.slice(2);
  const supervisor = new Supervisor(args, options.limit);
  const ready = await supervisor.start();
  if (typeof ready === 'number') return ready;
  const types = new TypesProcess(args, ready.folder);
  const modules = [...new Set(ready.checks.map(({ module }) => module))];
  if (options.watch) {
    await watchFiles({ supervisor, types }, { folder: ready.folder, files: modules, open: options.open ?? false });
    return 0;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const report = await supervisor.run(modules, (module) => types.begin(module));
  await supervisor.stop();
  const typed = await types.describe(report!.failed);
  types.stop();
  console.log(`${typed}${report!.text}\n\n${await writePage(report!.page)}`);
  if (options.open) await openInBrowser(PAGE);
  return report!.passed ? 0 : 1;
}
