/** `npm run report:template -- [-o FILE]`: the empty report, made from assignment/report.ts. */
import { report } from '../assignment/report.ts';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { templatePptx } from './report_template/pptx.ts';

await runMain(async () => {
  const { output } = commandLine('npm run report:template --')
    .description("Writes the report's template from the questions in assignment/report.ts. The handout contains it.")
    .option('-o, --output <file>', 'the presentation', report.template)
    .parse()
    .opts<{ output: string }>();
  const bytes = await templatePptx(report);
  await writeFileAtomically(output, bytes);
  console.log(`${output}: ${report.questions.length} questions, ${(bytes.length / 1024).toFixed(0)} KiB`);
});
