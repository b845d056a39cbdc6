import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { prepareOut } from '../../../grader/cohort/store.ts';
import { projectRoot } from '../../../lib/root.ts';

it.skipIf(process.platform === 'win32')(
  'a folder of results is one grader’s at a time, and free once that has ended',
  async () => {
    const out = mkdtempSync(join(tmpdir(), 'a3-out-'));
    const store = pathToFileURL(join(projectRoot, 'grader/cohort/store.ts')).href;
    const script = `import { prepareOut } from '${store}';
    await prepareOut(${JSON.stringify(out)});
    console.log('ready');
    setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: projectRoot,
    });
    try {
      await once(other.stdout, 'data');
      await expect(prepareOut(out)).rejects.toThrow(/Another grader writes to/);
      other.kill('SIGKILL');
      await once(other, 'exit');
      await prepareOut(out);
      await prepareOut(out); // its own again
      expect(readdirSync(out).every((name) => name.includes(`.${process.pid}.`))).toBe(true);
    } finally {
      other.kill('SIGKILL');
      rmSync(out, { recursive: true });
    }
  },
);
