/** `npm run handout:walk`: from the handout to full points, function by function, with the time of each `npm test`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { projectRoot } from '../lib/root.ts';
import { handoutFiles } from './handout/contents.ts';
import { borrowPackages, functions, npm, unpack, walk } from './handout/walk.ts';

await runMain(async () => {
  const { install } = commandLine('npm run handout:walk --')
    .description('Unpacks the handout, solves it function by function, and shows the score rise.')
    .option('--install', "install the handout's own packages instead of borrowing the project's")
    .parse()
    .opts<{ install?: boolean }>();
  const parent = await mkdtemp(join(tmpdir(), 'handout-'));
  try {
    // A space and a non-ASCII letter: students' folders have both.
    return await walkIn(join(parent, 'Übung drei'), install ?? false);
  } finally {
    await rm(parent, { recursive: true });
  }
});

async function walkIn(folder: string, install: boolean): Promise<number> {
  await unpack(await handoutFiles(projectRoot), folder);
  if (install) {
    const startMs = performance.now();
    const { code, output } = await npm(folder, 'install', '--no-audit', '--no-fund');
    if (code !== 0) throw new Error(`npm install failed:\n${output}`);
    console.log(`npm install: ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  } else {
    await borrowPackages(projectRoot, folder);
  }
  let wrong = 0;
  for await (const step of walk(
    projectRoot,
    folder,
    functions.map((subject) => [subject]),
  )) {
    const { solved, points, expected, maximum, seconds, output } = step;
    const name = solved[0]?.name ?? '(nothing)';
    console.log(`${name}: ${points} of ${maximum} points (expected: ${expected}), npm test in ${seconds.toFixed(1)} s`);
    if (points === expected) continue;
    wrong += 1;
    console.error(output);
  }
  console.log(wrong === 0 ? 'The score rose as expected.' : `The score was wrong ${wrong} times.`);
  return wrong === 0 ? 0 : 1;
}
