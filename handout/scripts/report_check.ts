/** `npm run report:check`: counts the words of your report's answers, and says what is missing. */
import { commandLine } from '#lib/command.ts';
import { runMain } from '#lib/errors.ts';
import { checkFile } from '#lib/report/check_file.ts';
import { readCoursePictures } from '#lib/report/course_pictures.ts';
import { isComplete, reportJson, reportLines } from '#lib/report/text.ts';
import { projectRoot } from '#lib/root.ts';
import { report } from '../assignment/report.ts';

await runMain(async () => {
  const program = commandLine('npm run report:check --')
    .description('Checks your report: words, figures, and which pages belong to which question.')
    .argument('[file]', 'a .pptx, or the PDF that you made from it', report.file)
    .option('--json', 'for programs')
    .parse();
  const [file = report.file] = program.processedArgs as [string?];
  const checked = await checkFile(file, report, await readCoursePictures(projectRoot));
  if (program.opts().json) console.log(JSON.stringify(reportJson(checked, file), null, 2));
  else console.log(reportLines(checked, file).join('\n'));
  return isComplete(checked) ? 0 : 1;
});
