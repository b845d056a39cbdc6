/** Proves which run gave a result. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { EngineInfo } from '../lib/engine/index.ts';
import { projectRoot } from './runtime/root.ts';
import { secretFingerprint } from './secret.ts';
import type { Receipt } from './types.ts';

/** What a result depends on; the lock file stands for the packages. */
const SOURCES = ['assignment', 'grader', 'harness', 'lib', 'reference', 'skeleton', 'package-lock.json'];

export interface Course {
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
export async function courseReceipt({ secret, fixtures, model, engine }: Course): Promise<Omit<Receipt, 'submission'>> {
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

/** SHA-256 (hex) over sorted paths and bytes: the same in a clone and in an unpacked archive, without git. */
async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(SOURCES.map(filesOf))).flat().sort()) {
    const bytes = await readFile(join(projectRoot, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

async function filesOf(source: string): Promise<string[]> {
  if (source.endsWith('.json')) return [source];
  const entries = await readdir(join(projectRoot, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length).split(sep).join('/'));
}
