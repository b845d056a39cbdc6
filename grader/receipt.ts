/** Proves which run gave a result. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EngineInfo } from '../lib/engine/index.ts';
import { filesBelow } from '../lib/files.ts';
import { hashFiles } from '../lib/hash.ts';
import { projectRoot } from '../lib/root.ts';
import { secretFingerprint } from './secret.ts';
import type { GradingReceipt } from './types.ts';

/** What a result depends on; the lock file stands for the packages. */
const SOURCES = ['assignment', 'grader', 'harness', 'lib', 'reference', 'skeleton'];

export interface ReceiptSources {
  readonly secret: string;
  readonly fixtures: string;
  readonly model: {
    readonly sha256: string;
    readonly description: string;
    /** The file, or `seeded`. */
    readonly source: string;
  };
  /** The reference's, on the host. */
  readonly engine: EngineInfo;
}

/** All of a receipt but the submission. */
export async function courseReceipt({
  secret,
  fixtures,
  model,
  engine,
}: ReceiptSources): Promise<Omit<GradingReceipt, 'submission' | 'stages'>> {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  return {
    secret: secretFingerprint(secret),
    fixtures,
    model: model.sha256,
    // Where staff keep the file is not for students, and the same file elsewhere gives the same result.
    modelDescription: model.description.replace(model.source, basename(model.source)),
    harness: await hashSources(),
    harnessVersion: version,
    engine: `wasm${engine.engine === 'wasm' ? '' : ` (reference: ${engine.engine})`}, TensorFlow.js ${engine.version}`,
    node: process.version,
  };
}

/** The same in a clone and in an unpacked archive, without git. */
async function hashSources(): Promise<string> {
  const folders = await Promise.all(SOURCES.map((folder) => filesBelow(projectRoot, folder)));
  const sources = folders.flat().filter((path) => path.endsWith('.ts'));
  const read = [...sources, 'package-lock.json']
    .sort()
    .map(async (path) => [path, await readFile(join(projectRoot, path))] as const);
  return hashFiles('harness', await Promise.all(read));
}
