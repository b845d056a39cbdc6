/** `npm run report:check -- FILE|FOLDER...`: what students check their report with, and the same over a cohort, as CSV. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { report } from '../assignment/report.ts';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { filesBelow, unlessMissing, writeFileAtomically } from '../lib/files.ts';
import { startProgress } from '../lib/progress.ts';
import type { CheckedReport } from '../lib/report/check.ts';
import { checkFile } from '../lib/report/check_file.ts';
import { readCoursePictures } from '../lib/report/course_pictures.ts';
import { isComplete, reportJson, reportLines } from '../lib/report/text.ts';
import { projectRoot } from '../lib/root.ts';
import { reportsCsv } from './report_check/csv.ts';

interface Options {
  readonly json?: boolean;
  readonly csv?: string;
}

await runMain(async () => {
  const program = commandLine('npm run report:check --')
    .description('Checks reports: words, figures, and which pages belong to which question.')
    .argument('<paths...>', '.pptx or PDF files, or folders of them')
    .option('--json', 'print JSON: an array if there are several')
    .option('--csv <file>', 'also write a table with a row for each report')
    .parse();
  const { json, csv } = program.opts<Options>();
  const files = (await Promise.all(program.args.map(reportsIn))).flat();
  const checked = await checkAll(files);
  if (json) {
    const all = [...checked].map(([file, one]) => reportJson(one, file));
    console.log(JSON.stringify(all.length === 1 ? all[0] : all, null, 2));
  } else {
    console.log([...checked].map(([file, one]) => reportLines(one, file).join('\n')).join('\n\n'));
  }
  if (csv) await writeFileAtomically(csv, reportsCsv(checked, report));
  const complete = [...checked.values()].filter(isComplete).length;
  if (!json && files.length > 1) console.log(`\n${complete} of ${files.length} reports are complete.`);
  return complete === files.length ? 0 : 1;
});

/** @throws CourseError if there are none */
async function reportsIn(path: string): Promise<string[]> {
  const found = await unlessMissing(stat(path));
  if (!found) throw new CourseError(`${path} does not exist. Give reports, or a folder of them.`);
  if (!found.isDirectory()) return [path];
  // Presentations in other formats too: each gets a row that says what to ask its author for.
  const files = (await filesBelow(path)).filter(
    (file) => /\.(pptx?|pdf|odp|key)$/i.test(file) && !/(^|\/)[.~]/.test(file),
  );
  if (files.length === 0) throw new CourseError(`${path} has no .pptx and no PDF in it.`);
  return files.map((file) => join(path, file));
}

async function checkAll(files: readonly string[]): Promise<Map<string, CheckedReport>> {
  const course = await readCoursePictures(projectRoot);
  const progress = files.length > 1 ? startProgress('Reports', files.length, { transient: true }) : undefined;
  const checked = new Map<string, CheckedReport>();
  try {
    for (const file of files) {
      checked.set(file, await checkFile(file, report, course));
      progress?.step();
    }
  } finally {
    progress?.stop();
  }
  return checked;
}
