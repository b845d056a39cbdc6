/** `npm run pictures`: contact sheets of every class for review, and the committed sample pictures. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { readInputFile, writeFileAtomically } from '../lib/files.ts';
import { decodePicture } from '../lib/image/decode.ts';
import { saveFigure } from '../lib/image/figures.ts';
import { encodePng } from '../lib/image/png.ts';
import { classNames } from './pictures/classes.ts';
import { renderPicture } from './pictures/render.ts';
import { type Sample, samples } from './pictures/samples.ts';

interface Options {
  readonly check: boolean;
  readonly samples: string;
  readonly out: string;
  readonly size: number;
  readonly variants: number;
}

const CLASSES_PER_SHEET = 10;

function parseOptions(): Options {
  const wholeNumber =
    (name: string, least: number) =>
    (text: string): number => {
      const n = Number(text);
      if (!Number.isInteger(n) || n < least)
        throw new CourseError(`--${name} ${text}: expected an integer of at least ${least}.`);
      return n;
    };
  return commandLine('npm run pictures --')
    .description('Draws contact sheets of all classes, and the sample pictures.')
    .option('--check', 'draw no sheets, write nothing; fail if a committed sample would change', false)
    .option('--samples <dir>', 'folder of the sample pictures', 'assets/images')
    .option('--out <dir>', 'folder for the contact sheets', 'out/pictures')
    .option('--size <pixels>', 'size of each picture on a sheet', wholeNumber('size', 16), 112)
    .option('--variants <n>', 'pictures of each class on a sheet', wholeNumber('variants', 1), 10)
    .parse()
    .opts<Options>();
}

/** Compares pixels, not files: the same pixels compress differently with another version of zlib. */
async function whatDiffers({ file, size, draw }: Sample, folder: string): Promise<string | undefined> {
  const path = join(folder, file);
  if (!existsSync(path)) return `${path} is missing`;
  const { width, height, data } = await decodePicture(await readInputFile(path), path, () => {});
  if (width !== size || height !== size) return `${path} is ${width}×${height}, expected ${size}×${size}`;
  const expected = draw();
  const differing = expected.reduce((count, byte, i) => count + Number(byte !== data[i]), 0);
  return differing === 0 ? undefined : `${path} differs in ${differing} of ${expected.length} bytes`;
}

async function drawSheets({ out, size, variants }: Options): Promise<void> {
  for (let first = 0; first < classNames.length; first += CLASSES_PER_SHEET) {
    const classes = [...classNames.keys()].slice(first, first + CLASSES_PER_SHEET);
    const rows = classes.map((classIndex) =>
      Array.from({ length: variants }, (_, seed) => ({
        image: { width: size, height: size, data: renderPicture({ classIndex, seed, size }).image },
        ...(seed === 0 ? { title: classNames[classIndex]! } : {}),
      })),
    );
    const path = join(out, `sheet_${first / CLASSES_PER_SHEET + 1}.png`);
    await saveFigure(path, { rows, panelSize: size });
    console.log(`Wrote ${path}: ${classes.map((i) => classNames[i]).join(', ')}.`);
  }
}

await runMain(async () => {
  const options = parseOptions();
  if (options.check) {
    const differences: string[] = [];
    for (const sample of samples) {
      const difference = await whatDiffers(sample, options.samples);
      if (difference !== undefined) differences.push(difference);
    }
    if (differences.length === 0) {
      console.log(`All ${samples.length} sample pictures in ${options.samples} are up to date.`);
      return 0;
    }
    console.error(`${differences.join('\n')}\nRun \`npm run pictures\` if the drawings should change.`);
    return 1;
  }
  for (const { file, size, draw } of samples) {
    await writeFileAtomically(join(options.samples, file), encodePng({ width: size, height: size, data: draw() }));
  }
  console.log(`Wrote ${samples.length} sample pictures to ${options.samples}.`);
  await drawSheets(options);
  return 0;
});
