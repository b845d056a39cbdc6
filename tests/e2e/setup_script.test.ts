/** `gradescope/setup.sh` where something is missing: a sentence at the end, whatever npm says before it. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { whyNoRoot } from '../support/gradescope_root.ts';

it.skipIf(whyNoRoot())(
  'without a way to the npm registry, says so',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'setup-'));
    try {
      for (const file of ['package.json', 'package-lock.json']) await cp(join(projectRoot, file), join(folder, file));
      const script = await readFile(join(projectRoot, 'gradescope/setup.sh'), 'utf8');
      const here = script.replace('/autograder/source', folder).replace('/opt/a3', join(folder, 'opt'));
      // Port 9 (discard): nobody listens. Without a cache every package has to be fetched.
      const npm = { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };
      const env = { ...process.env, ...npm, npm_config_cache: join(folder, 'cache') };
      const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
        execFile('bash', ['-c', here], { env }, (error, stdout, stderr) =>
          resolve({ code: error?.code ?? 0, said: stdout + stderr }),
        );
      });
      expect(said.trimEnd().split('\n').at(-1)).toMatch(
        /^The packages cannot be fetched: .* npm registry .* build it again/,
      );
      expect(code).toBe(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  120_000,
);
