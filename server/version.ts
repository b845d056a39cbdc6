/** What two graders must have in common for their results to be comparable: the receipt without this machine's part of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { courseReceipt } from '../grader/receipt.ts';
import { loadSecret } from '../grader/secret.ts';
import type { GradingReceipt } from '../grader/types.ts';
import { hashFiles, sha256 } from '../lib/hash.ts';
import { loadModelWeights } from '../lib/models/index.ts';
import { projectRoot } from '../lib/root.ts';

type Parts = Pick<GradingReceipt, 'secret' | 'fixtures' | 'model' | 'harness'>;

/** Short enough for a queue's name and an operator's eye. */
export function versionOf({ secret, fixtures, model, harness }: Parts): string {
  const parts = Object.entries({ secret: secret ?? '', fixtures, model, harness });
  return hashFiles(
    'version',
    parts.map(([name, hash]) => [name, Buffer.from(hash)]),
  ).slice(0, 12);
}

/** The version of a grader on this machine, without starting one. */
export async function ownVersion(weights: string | undefined): Promise<string> {
  const [secret, manifest, model] = await Promise.all([
    loadSecret(),
    readFile(join(projectRoot, 'fixtures', 'manifest.json')),
    loadModelWeights({ weights }),
  ]);
  const engine = { engine: 'wasm', reason: '', version: '', threads: 1 } as const;
  return versionOf(await courseReceipt({ secret, fixtures: sha256(manifest), model, engine }));
}
