/** `npm run report`: a copy of the report's template with your own figures in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chalk } from '#lib/color.ts';
import { commandLine } from '#lib/command.ts';
import { CourseError, runMain } from '#lib/errors.ts';
import { readInputFile, writeFileAtomically } from '#lib/files.ts';
import { type FieldPicture, fillPptx } from '#lib/report/fill.ts';
import { type PictureSources, readFigure, sourceOf } from '#lib/report/pictures.ts';
import { fields, type WantedFigure } from '#lib/report/plan.ts';
import { projectRoot } from '#lib/root.ts';
import { report } from '../assignment/report.ts';

interface Options extends Omit<PictureSources, 'folder'> {
  readonly output: string;
  readonly template: string;
  readonly figures: string;
  readonly update?: boolean;
}

await runMain(async () => {
  const options = commandLine('npm run report --')
    .description('Makes your report from the template, with your own figures. Your answers are left to write.')
    .option('-o, --output <file>', 'your report', report.file)
    .option('--update', 'put new figures into the report that is there; answers stay as they are')
    .option('--content <file>', 'your own picture: JPEG, PNG or WebP')
    .option('--style <file>', 'the painting that you chose')
    .option('--figures <folder>', 'where your figures are', 'visualization')
    .option('--template <file>', "another template than the course's", join(projectRoot, report.template))
    .parse()
    .opts<Options>();
  const { output, update = false } = options;
  const exists = existsSync(output);
  if (exists && !update)
    throw new CourseError(
      `${output} exists already, perhaps with your answers. To put new figures into it: \`npm run report -- --update\`. For another one: \`-- -o FILE\`.`,
    );
  const before = Buffer.from(await readInputFile(update && exists ? output : options.template));
  const gathered = await gather({ ...options, folder: options.figures });
  const { bytes, filled } = await fillPptx(before, gathered.pictures);
  await writeFileAtomically(output, bytes);
  print(gathered, filled);
  console.log(`${chalk.green(`Wrote ${output}`)}. Write your answers, then \`npm run report:check -- ${output}\`.`);
});

interface Gathered {
  /** Name of the field → what to put there. */
  readonly pictures: ReadonlyMap<string, FieldPicture>;
  readonly figures: readonly { readonly field: string; readonly figure: WantedFigure; readonly source?: string }[];
}

async function gather(sources: PictureSources): Promise<Gathered> {
  const pictures = new Map<string, FieldPicture>();
  const figures: Gathered['figures'][number][] = [];
  for (const { number, figures: wanted } of report.questions) {
    for (const [index, figure] of wanted.entries()) {
      const field = fields.figure(number, index);
      const picture = await readFigure(figure, sources, (note) => console.error(`${note}.`));
      if (picture) pictures.set(field, { ...picture, description: figure.title });
      figures.push({ field, figure, ...(picture && { source: sourceOf(figure, sources)! }) });
    }
  }
  return { pictures, figures };
}

function print({ figures }: Gathered, filled: ReadonlySet<string>): void {
  for (const { field, figure, source } of figures) {
    const number = field.split(':')[1]!;
    if (source === undefined) console.log(`${chalk.yellow('–')} ${number} ${figure.title}: ${howToGet(figure)}`);
    else if (filled.has(field)) console.log(`${chalk.green('✓')} ${number} ${figure.title}: ${source}`);
    else
      console.log(
        `${chalk.red('✗')} ${number} ${figure.title}: no field "${field}" in these slides. Copy it from the template, or paste ${source} yourself.`,
      );
  }
}

function howToGet(figure: WantedFigure): string {
  return 'file' in figure ? `not drawn yet (\`${figure.command}\`)` : `not given (\`-- --${figure.own} FILE\`)`;
}
