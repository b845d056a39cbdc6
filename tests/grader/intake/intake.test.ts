import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { intake } from '../../../grader/intake/index.ts';
import { intakeLimits } from '../../../grader/intake/limits.ts';
import type { Finding, IntakeResult } from '../../../grader/types.ts';
import { contentHash } from '../../../lib/submission/index.ts';
import { makeZip, type ZipPart } from '../../../scripts/support/make_zip.ts';

const gram = 'style_modules/style_loss.ts';
const work = new Map(submission.files.map((path) => [path, `export const path = '${path}';\n`]));
const whole: ZipPart[] = [...work].map(([name, content]) => ({ name, content }));
const without = (path: string) => whole.filter(({ name }) => name !== path);
const bytesOf = (files: ReadonlyMap<string, string>) =>
  new Map([...files].map(([path, text]) => [path, Buffer.from(text)]));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intake ü '));
});
afterAll(() => rm(folder, { recursive: true }));

async function take(parts: readonly ZipPart[] | Buffer): Promise<IntakeResult> {
  const path = join(folder, 'work.zip');
  await writeFile(path, Buffer.isBuffer(parts) ? parts : makeZip(parts));
  return intake(path, submission);
}

async function writeFolder(files: ReadonlyMap<string, string>): Promise<string> {
  const root = await mkdtemp(join(folder, 'folder '));
  for (const [path, text] of files) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const filesOf = (result: IntakeResult) => (result.ok ? [...result.submission.files.keys()].sort() : 'refused');
const finding = (result: IntakeResult, code: string): Finding | undefined =>
  result.findings.find((f) => f.code === code);

describe('an honest submission', () => {
  it('is read whole, with nothing to say, and has the hash of its content', async () => {
    const result = await take(whole);
    expect(result).toEqual({
      ok: true,
      submission: { name: 'work.zip', files: bytesOf(work), hash: contentHash(bytesOf(work), submission) },
      findings: [],
    });
  });

  it('has the same files and hash as a folder', async () => {
    const [zip, unpacked] = [await take(whole), await intake(await writeFolder(work), submission)];
    if (!zip.ok || !unpacked.ok) throw new Error('refused');
    expect(unpacked.submission.hash).toBe(zip.submission.hash);
    expect(filesOf(unpacked)).toEqual(filesOf(zip));
    expect(unpacked.findings).toEqual([]);
  });

  it.each([
    ['stored entries', whole.map((part) => ({ ...part, stored: true }))],
    ['folder entries', [{ name: 'style_modules/', mode: 0o040755 }, ...whole]],
    ['backslashes', whole.map((part) => ({ ...part, name: String(part.name).replaceAll('/', '\\') }))],
    ['a leading ./', whole.map((part) => ({ ...part, name: `./${part.name}` }))],
    ['no Unix mode', whole.map((part) => ({ ...part, mode: 0 }))],
  ])('may have %s', async (_, parts) => {
    const result = await take(parts);
    expect(filesOf(result)).toEqual([...submission.files].sort());
    expect(result.findings).toEqual([]);
  });

  it('may start with a byte order mark', async () => {
    expect(filesOf(await take([{ name: gram, content: '\ufeffexport {};' }]))).toEqual([gram]);
  });

  it.skipIf(spawnSync('zip', ['-v']).error)('may come from Info-ZIP, in a folder, with macOS leavings', async () => {
    const root = await writeFolder(new Map([...work].map(([path, text]) => [`Hausübung 3/${path}`, text])));
    await writeFile(join(root, 'Hausübung 3', '.DS_Store'), 'x');
    execFileSync('zip', ['-qr', 'made.zip', 'Hausübung 3'], { cwd: root });
    const result = await intake(join(root, 'made.zip'), submission);
    expect(filesOf(result)).toEqual([...submission.files].sort());
    expect(result.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['intake.folder', 'warning'],
      ['intake.system', 'warning'],
    ]);
    expect(finding(result, 'intake.folder')?.message).toContain('Hausübung 3');
  });
});

describe('a submission with gaps', () => {
  it('is read without the missing file, which is named', async () => {
    const result = await take(without(gram));
    expect(filesOf(result)).toHaveLength(submission.files.length - 1);
    expect(result.findings).toMatchObject([{ severity: 'file', code: 'intake.missing', file: gram }]);
  });

  it('is told where a misplaced file belongs', async () => {
    const result = await take([...without(gram), { name: 'style_loss.ts', content: 'x' }]);
    expect(finding(result, 'intake.place')?.message).toContain('there is style_loss.ts');
  });

  it('is refused with the reason when everything lies too deep', async () => {
    const result = await take(whole.map((part) => ({ ...part, name: `a/b/${part.name}` })));
    expect(filesOf(result)).toBe('refused');
    expect(result.findings[0]?.message).toContain('a/b/');
  });

  it('takes the top level before a folder with an old copy', async () => {
    const result = await take([
      { name: gram, content: 'new' },
      ...whole.map((part) => ({ ...part, name: `old/${part.name}` })),
    ]);
    expect(filesOf(result)).toEqual([gram]);
  });

  it.each([
    ['in another case', { name: 'Style_Modules/style_loss.ts', content: 'x' }, 'intake.name'],
    ['a link', { name: gram, content: '/etc/passwd', mode: 0o120777 }, 'intake.link'],
    ['a device', { name: gram, mode: 0o020666 }, 'intake.kind'],
    ['encrypted', { name: gram, content: 'x', flags: 0x801 }, 'intake.encrypted'],
    ['packed by an odd method', { name: gram, content: 'x', method: 14 }, 'intake.archive'],
    ['damaged', { name: gram, content: 'x', claimedCrc: 1 }, 'intake.archive'],
    ['longer than its header says', { name: gram, content: 'x'.repeat(9999), claimedSize: 5 }, 'intake.archive'],
    [
      'too long',
      { name: gram, content: Buffer.alloc(intakeLimits.maxFileBytes + 1, 'ab\n'), stored: true },
      'intake.size',
    ],
    ['a bomb', { name: gram, content: Buffer.alloc(100_000), claimedSize: 100_000 }, 'intake.ratio'],
    ['not UTF-8', { name: gram, content: Buffer.from([0xff, 0xfe, 0x41, 0x00]) }, 'intake.encoding'],
  ] as [string, ZipPart, string][])('loses the one file that is %s', async (_, part, code) => {
    const result = await take([...without(gram), part]);
    expect(filesOf(result)).toEqual(submission.files.filter((path) => path !== gram).sort());
    expect(result.findings).toMatchObject([{ severity: 'file', code, file: gram }]);
  });

  it.each([
    ['twice', gram],
    ['in two cases', 'style_modules/STYLE_LOSS.ts'],
    ['with another slash', 'style_modules\\style_loss.ts'],
    ['with a detour', 'style_modules/./style_loss.ts'],
  ])('trusts none of a file that is there %s', async (_, name) => {
    const result = await take([...whole, { name, content: 'other' }]);
    expect(filesOf(result)).not.toContain(gram);
    expect(result.findings).toMatchObject([{ severity: 'file', code: 'intake.duplicate', file: gram }]);
  });
});

describe('what does not belong', () => {
  it('is ignored and said: node_modules, package.json, configs, links', async () => {
    const result = await take([
      ...whole,
      { name: 'package.json', content: '{}' },
      { name: 'node_modules/evil/index.js', content: 'x' },
      { name: 'node_modules/.bin/evil', content: '../evil', mode: 0o120777 },
    ]);
    expect(filesOf(result)).toHaveLength(submission.files.length);
    expect(result.findings).toMatchObject([{ severity: 'warning', code: 'intake.ignored' }]);
    expect(result.findings[0]?.message).toContain('3 other files were ignored (package.json, node_modules/)');
  });

  it.each(['../style_utils.ts', 'a/../../b.ts', '/etc/passwd', 'C:\\x.ts', 'c:x.ts', '..\\x.ts', 'a\0.ts', '/'])(
    'is a name that leads out: %j',
    async (name) => {
      const result = await take([...whole, { name, content: 'x' }]);
      expect(filesOf(result)).toHaveLength(submission.files.length);
      expect(result.findings).toMatchObject([{ severity: 'warning', code: 'intake.path' }]);
      expect(JSON.stringify(result.findings)).not.toContain('\\u0000');
    },
  );

  it('never opens a link of a folder, or what lies behind one', async () => {
    const secret = await writeFolder(new Map([['style_loss.ts', 'secret']]));
    const root = await writeFolder(new Map([['style_utils.ts', 'x']]));
    await symlink(secret, join(root, 'style_modules'));
    await symlink(join(secret, 'style_loss.ts'), join(root, 'gradcam.ts'));
    const result = await intake(root, submission);
    expect(filesOf(result)).toEqual(['style_utils.ts']);
    expect(finding(result, 'intake.link')?.file).toBe('gradcam.ts');
  });

  it('is not waited for when it is a pipe', async () => {
    const root = await writeFolder(new Map([['style_utils.ts', 'x']]));
    execFileSync('mkfifo', [join(root, 'gradcam.ts')]);
    expect(finding(await intake(root, submission), 'intake.kind')?.file).toBe('gradcam.ts');
  });
});

describe('what is no submission', () => {
  it.each([
    ['text', Buffer.from('hello'), 'not a zip'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['an empty zip', makeZip([]), 'It is empty'],
    ['half a zip', makeZip(whole).subarray(0, 900), 'not a zip'],
    [
      'a zip of something else',
      makeZip([{ name: 'essay.docx', content: 'x' }]),
      "It contains none of the assignment's files",
    ],
    ['a zip with a password', makeZip(whole.map((part) => ({ ...part, flags: 0x801 }))), 'password'],
    [
      'a zip of too many entries',
      makeZip(Array.from({ length: 20_001 }, (_, i) => ({ name: `${i}`, stored: true }))),
      'at most 20000',
    ],
  ])('%s is refused with a sentence', async (_, bytes, words) => {
    const result = await take(bytes);
    expect(result.ok).toBe(false);
    expect(result.findings[0]?.severity).toBe('refused');
    expect(result.findings[0]?.message).toContain(words);
    expect(result.findings[0]?.message).not.toContain(folder);
  });

  it('refuses a zip64 end that points nowhere', async () => {
    const zip = makeZip(whole);
    zip.fill(0xff, zip.length - 12, zip.length - 2); // "see zip64" in every field, and no zip64 record
    expect(filesOf(await take(zip))).toBe('refused');
  });

  it('is the operator’s mistake when there is nothing at the path', async () => {
    await expect(intake(join(folder, 'nothing.zip'), submission)).rejects.toThrow('There is no submission');
  });
});

it('writes nothing to disk', async () => {
  const before = await readdir(folder);
  await take(whole);
  expect(await readdir(folder)).toEqual(before);
});
