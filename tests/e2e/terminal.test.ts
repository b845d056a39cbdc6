/** Ctrl-C as a person presses it: in a terminal, with npm and its shell between the keys and the script. */
import { spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';

const CTRL_C = '\x03';

/** `script` (util-linux) gives its command a terminal; what comes on its stdin are the keys. */
function inTerminal(command: string, pressAt: RegExp): Promise<string> {
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: projectRoot });
  let screen = '';
  let pressed = false;
  child.stdout.on('data', (chunk) => {
    screen += chunk;
    if (pressed || !pressAt.test(screen)) return;
    pressed = true;
    child.stdin.write(CTRL_C);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(screen));
  });
}

it.runIf(process.platform === 'linux')('keeps the figure of what is done, and the cursor', async () => {
  const out = await mkdtemp(join(tmpdir(), 'terminal-'));
  try {
    const command = `npm run -s class_visualization -- --target reference --out ${out} --iterations 500 --classes 0`;
    const screen = await inTerminal(command, / [2-9]\/500/);
    expect(screen).toContain('results so far are kept');
    expect(screen.lastIndexOf('\x1b[?25l')).toBeLessThanOrEqual(screen.lastIndexOf('\x1b[?25h'));
    await access(join(out, 'class_visualization.png'));
  } finally {
    await rm(out, { recursive: true });
  }
});
