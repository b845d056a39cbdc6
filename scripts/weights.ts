/** `npm run weights`: downloads torchvision's SqueezeNet 1.1, or converts a local file, into weights/. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { chalk } from '#lib/color.ts';
import { commandLine } from '#lib/command.ts';
import { CourseError, runMain } from '#lib/errors.ts';
import { readInputFile } from '#lib/files.ts';
import { DOWNLOADED_WEIGHTS } from '#lib/models/index.ts';
import { type Progress, startProgress } from '#lib/progress.ts';
import { projectRoot } from '#lib/root.ts';
import { type Converted, convertWeights } from './weights/convert.ts';
import { download } from './weights/download.ts';

/** As published by torchvision; the 8 digits in its name are a prefix of its SHA-256. */
const PUBLISHED = { url: 'https://download.pytorch.org/models/squeezenet1_1-b8a52dc0.pth', sha256Prefix: 'b8a52dc0' };
const MAX_BYTES = 50_000_000;

const WITHOUT = `Without these weights everything still runs: commands use the embedded model, or \`-- --weights FILE\`.
To get them without a connection here: download ${PUBLISHED.url} on another machine, then \`npm run weights -- --from FILE\`.`;

interface Options {
  readonly from?: string;
  readonly url: string;
  readonly out?: string;
  readonly force?: boolean;
}

async function main(): Promise<void> {
  const program = commandLine('npm run weights --')
    .description("Downloads torchvision's SqueezeNet 1.1 and converts it to safetensors.")
    .option('--from <file>', 'convert a local .pth or .safetensors file (SqueezeNet 1.1, VGG-16 or VGG-19) instead')
    .option('--url <url>', 'download the same file from a mirror', PUBLISHED.url)
    .option('-o, --out <file>', "output file (default: weights/ and the network's name)")
    .option('--force', 'download even if the file exists')
    .parse();
  const options = program.opts<Options>();
  const pathFor = (fileName: string) => options.out ?? join(projectRoot, 'weights', fileName);

  if (options.from)
    return report(
      await convertWeights(
        await readInputFile(options.from),
        options.from,
        { source: basename(options.from) },
        pathFor,
      ),
    );
  const path = pathFor(basename(DOWNLOADED_WEIGHTS));
  if (existsSync(path) && !options.force) {
    console.log(`${path} already exists. Use it, or download it again with \`npm run weights -- --force\`.`);
    return;
  }
  report(await fetchPublished(options.url, pathFor));
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function fetchPublished(url: string, pathFor: (fileName: string) => string): Promise<Converted> {
  const partPath = `${pathFor(basename(DOWNLOADED_WEIGHTS))}.part`;
  let progress: Progress | undefined;
  let bytes: Uint8Array;
  try {
    bytes = await download({
      url,
      partPath,
      sha256Prefix: PUBLISHED.sha256Prefix,
      maxBytes: MAX_BYTES,
      onProgress: (received, total = received) => {
        progress ??= startProgress('Downloading', total, { show: megabytes });
        progress.update(received);
      },
      onNote: (note) => console.error(chalk.yellow(`\n${note}`)),
    });
  } catch (error) {
    throw error instanceof CourseError ? new CourseError(`${error.message}\n\n${WITHOUT}`, { cause: error }) : error;
  } finally {
    progress?.stop();
  }
  const converted = await convertWeights(
    bytes,
    basename(url),
    { source: 'torchvision squeezenet1_1-b8a52dc0' },
    pathFor,
  );
  await rm(partPath);
  return converted;
}

function report({ path, network, numClasses }: Converted): void {
  console.log(
    chalk.green(`Wrote ${path}: ${network}, ${numClasses > 0 ? `${numClasses} classes` : 'feature layers only'}.`),
  );
}

await runMain(main);
