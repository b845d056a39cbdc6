/** Every npm command explains itself, and ends with exit code 2 when it is used wrongly. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../lib/root.ts';

const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
/** Name → file and arguments. */
const commands = Object.entries<string>(scripts).flatMap(([name, line]) => {
  const file = /^(?:tsx|node --import tsx) (.*)$/.exec(line)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

class Exited extends Error {}

const { argv, exitCode } = process;
let printed = '';
let exitCodes: unknown[] = [];
beforeEach(() => {
  printed = '';
  exitCodes = [];
  const print = (text: string | Uint8Array) => {
    printed += text;
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(print);
  vi.spyOn(process.stderr, 'write').mockImplementation(print);
  vi.spyOn(console, 'log').mockImplementation((text) => print(`${text}\n`));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    exitCodes.push(code);
    throw new Exited();
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = exitCode;
});

/** Runs a command in this process, which is many times faster than a process for each: they share what they import. */
async function run(line: string, option: string): Promise<{ code: unknown; printed: string }> {
  const [file, ...args] = line.split(' ');
  process.argv = [argv[0]!, file!, ...args, option];
  await import(`${pathToFileURL(join(projectRoot, file!)).href}?${option}${args}`);
  return { code: exitCodes[0], printed };
}

describe.each(commands)('npm run %s', (name, line) => {
  it('explains its options', async () => {
    const { code, printed } = await run(line, '--help');
    expect(printed).toMatch(/^Usage: npm (run|test) [\s\S]*-h, --help/m);
    expect(code).toBe(0);
  });

  // `npm test` hands what it does not know to Vitest.
  it.skipIf(name === 'test')('refuses an option that it does not have', async () => {
    const { code, printed } = await run(line, '--no-such-option');
    expect(printed).toContain("unknown option '--no-such-option'");
    expect(code).toBe(2);
  });
});
