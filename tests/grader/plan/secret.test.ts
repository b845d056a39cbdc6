import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { gradedRandom, loadSecret, SECRET_FILE } from '../../../grader/secret.ts';
import { CourseError } from '../../../lib/errors.ts';
import { projectRoot } from '../../../lib/root.ts';

let root: string;
let said: MockInstance;
beforeEach(async () => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {});
  root = await mkdtemp(join(tmpdir(), 'a3-secret-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  return rm(root, { recursive: true });
});

const env = {};

const hex = '5bd8d0ad90a2f2f93cfa4b2d1b1b8b2f';

describe('loadSecret', () => {
  it('makes a secret on first use that only its owner can read, and keeps it', async () => {
    const secret = await loadSecret({ env, root });
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(join(root, SECRET_FILE))).mode & 0o777).toBe(0o600);
    expect(await loadSecret({ env, root })).toBe(secret);
    expect(await readdir(root)).toEqual([SECRET_FILE]);
  });

  it('gives graders that start at once the same one', async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => loadSecret({ env, root })));
    expect(new Set(secrets).size).toBe(1);
    expect(await readdir(root)).toEqual([SECRET_FILE]);
  });

  it('closes a file that others could read', async () => {
    await writeFile(join(root, SECRET_FILE), `${hex}\n`);
    await chmod(join(root, SECRET_FILE), 0o644);
    expect(await loadSecret({ env, root })).toBe(hex);
    expect((await stat(join(root, SECRET_FILE))).mode & 0o777).toBe(0o600);
  });

  it.each([
    [0o640, 0o640], // its owner chose so
    [0o660, 0o640],
    [0o646, 0o600],
    [0o604, 0o600],
  ])('a file of mode %o has %o afterwards', async (mode, after) => {
    await writeFile(join(root, SECRET_FILE), `${hex}\n`);
    await chmod(join(root, SECRET_FILE), mode);
    expect(await loadSecret({ env, root })).toBe(hex);
    expect((await stat(join(root, SECRET_FILE))).mode & 0o777).toBe(after);
    expect(said.mock.calls.length).toBe(mode === after ? 0 : 1);
  });

  describe.skipIf(process.getuid?.() !== 0)('a second member of staff', () => {
    const [OTHER, GROUP] = [54_321, 54_322];

    /** What another user gets, of that group: in a process of its own, since a worker cannot change its user. */
    async function asOther(group: number): Promise<string> {
      const script = `const { loadSecret } = await import('./grader/secret.ts');
        process.setgroups([${group}]);
        process.setegid(${group});
        process.seteuid(${OTHER});
        console.log(await loadSecret({ env: {}, root: ${JSON.stringify(root)} }).catch(({ message }) => message));`;
      await chmod(root, 0o755);
      const args = ['--import', 'tsx', '--input-type=module', '-e', script];
      return (await promisify(execFile)(process.execPath, args, { cwd: projectRoot })).stdout.trim();
    }

    const share = async (mode: number) => {
      await writeFile(join(root, SECRET_FILE), `${hex}\n`);
      await chown(join(root, SECRET_FILE), 0, GROUP);
      await chmod(join(root, SECRET_FILE), mode);
    };

    it('uses the secret that the owner let the group read', async () => {
      await share(0o640);
      expect(await asOther(GROUP)).toBe(hex);
    });

    it('reads what to ask the owner for', async () => {
      await share(0o600);
      expect(await asOther(GROUP)).toMatch(/cannot be read: permission is denied\. .*chmod 640.*A3_SECRET/);
      await share(0o640);
      expect(await asOther(GROUP + 1)).toMatch(/cannot be read: permission is denied\. .*chgrp GROUP/);
      await share(0o644);
      expect(await asOther(GROUP)).toMatch(/by others \(mode 644\).*Its owner can close it: `chmod 600`/);
    });

    it('reads why no secret can be made in a folder of somebody else', async () => {
      expect(await asOther(GROUP)).toMatch(/cannot be written to .*: permission is denied\. Set A3_SECRET/);
    });
  });

  it('takes A3_SECRET first, and writes no file then', async () => {
    expect(await loadSecret({ env: { A3_SECRET: hex }, root })).toBe(hex);
    expect(await readdir(root)).toEqual([]);
  });

  it.each([
    'a'.repeat(64),
    'ab'.repeat(40),
    '0123456789abcdef',
    'correct horse battery staple',
    'passwordpassword1234',
    'Spring2026Spring2026Spring2026',
    '20260101'.repeat(3),
  ])('refuses %s, which somebody could guess', async (secret) => {
    await expect(loadSecret({ env: { A3_SECRET: secret }, root })).rejects.toThrow(/at least 128 are needed/);
  });

  it.each([16, 24, 32])('takes %i random bytes in hexadecimal, and more than 16 in base64', async (bytes) => {
    const drawn = randomBytes(bytes);
    for (const secret of [drawn.toString('hex'), ...(bytes > 16 ? [drawn.toString('base64')] : [])]) {
      expect(await loadSecret({ env: { A3_SECRET: secret }, root })).toBe(secret);
    }
  });

  it('refuses what is too short to be a secret, without repeating it', async () => {
    const error = await loadSecret({ env: { A3_SECRET: 'hunter2' }, root }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(CourseError);
    expect(String(error)).not.toContain('hunter2');
    await writeFile(join(root, SECRET_FILE), '\n');
    await expect(loadSecret({ env, root })).rejects.toThrow(/at least 128/);
    expect(await readFile(join(root, SECRET_FILE), 'utf8')).toBe('\n');
  });
});

describe('gradedRandom', () => {
  it('depends on each of secret, submission and check', () => {
    const first = (secret: string, hash: string, id: string) => gradedRandom(secret, hash, id).uint32();
    const draws = [first('s', 'h', 'c'), first('t', 'h', 'c'), first('s', 'g', 'c'), first('s', 'h', 'd')];
    expect(new Set(draws).size).toBe(4);
    expect(first('s', 'h', 'c')).toBe(draws[0]);
  });
});
