/** Proves which run gave a result. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EngineInfo } from '../lib/engine/index.ts';
import { filesBelow } from '../lib/files.ts';
import { hashFiles } from '../lib/hash.ts';
import { projectRoot } from '../lib/root.ts';
import { secretFingerprint } from './secret.ts';
import type { GradingReceipt } from './types.ts';

/** What a result depends on; the lock file covers the packages. */
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
  /** The reference's engine, on the host. */
  readonly engine: EngineInfo;
}

/** A receipt without the submission. */
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
    // Only the file's name: where staff keep it does not concern students and does not change the result.
    modelDescription: model.description.replace(model.source, basename(model.source)),
    harness: await hashSources(),
    harnessVersion: version,
    engine: `wasm${engine.engine === 'wasm' ? '' : ` (reference: ${engine.engine})`}, TensorFlow.js ${engine.version}`,
    node: process.version,
  };
}

/** Needs no git: a clone and an unpacked archive give the same. */
async function hashSources(): Promise<string> {
  const folders = await Promise.all(SOURCES.map((folder) => filesBelow(projectRoot, folder)));
  const sources = folders.flat().filter((path) => path.endsWith('.ts'));
  const read = [...sources, 'package-lock.json']
    .sort()
    .map(async (path) => [path, await readFile(join(projectRoot, path))] as const);
  return hashFiles('harness', await Promise.all(read));
}
