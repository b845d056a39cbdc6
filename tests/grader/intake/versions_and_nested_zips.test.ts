/** What people really send: several versions, zips in zips, bytes around the zip, folders as other tools write them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { intake } from '../../../grader/intake/index.ts';
import type { IntakeResult } from '../../../grader/types.ts';
import { contentHash } from '../../../lib/submission/index.ts';
import { withFolder } from '../../../scripts/support/folders.ts';
import { makeZip, type ZipPart } from '../../../scripts/support/make_zip.ts';
import { toolZips } from '../../../scripts/support/tool_zips.ts';

const files = new Map(submission.files.map((path) => [path, Buffer.from(`export const path = '${path}';\n`)]));
const hash = contentHash(files, submission);
const within = (folder: string, content?: string): ZipPart[] =>
  [...files].map(([path, own]) => ({ name: folder + path, content: content ?? own }));
const zip = makeZip(within(''));

const take = (bytes: Buffer): Promise<IntakeResult> =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'work.zip'), bytes);
    return intake(join(folder, 'work.zip'), submission);
  });
const said = ({ findings }: IntakeResult) => findings.map(({ code }) => code);
const hashOf = (result: IntakeResult) => (result.ok ? result.submission.hash : undefined);

describe('several versions', () => {
  it.each(['backup', 'zz'])('final/ beside %s/ is a question, not a choice', async (other) => {
    const result = await take(makeZip([...within('final/'), ...within(`${other}/`, 'export {};\n')]));
    expect(result).toMatchObject({ ok: false, findings: [{ code: 'intake.versions' }] });
    expect(result.findings[0]!.message).toContain('final/');
    expect(result.findings[0]!.message).toContain(`${other}/`);
  });

  it('is one also where one of them lacks files', async () => {
    const result = await take(makeZip([...within('backup/'), ...within('final/').slice(1)]));
    expect(said(result)).toEqual(['intake.versions']);
  });

  it('counts what lies at the top, and says so', async () => {
    const result = await take(makeZip([...within(''), ...within('old/', 'export {};\n')]));
    expect([hashOf(result), said(result)]).toEqual([hash, ['intake.versions', 'intake.ignored']]);
  });

  it('takes folders that share no file for one submission with notes beside it', async () => {
    const result = await take(makeZip([...within('final/'), { name: 'notes/todo.md' }]));
    expect([hashOf(result), said(result)]).toEqual([hash, ['intake.folder', 'intake.ignored']]);
  });
});

describe('a zip inside the zip', () => {
  const receipt = { name: 'assignment_3_submission.receipt.json', content: '{}' };

  it.each([
    ['alone', [{ name: 'work.zip', content: zip }]],
    ['with its receipt', [{ name: 'work.zip', content: zip }, receipt]],
    ['in a folder', [{ name: 'hw3/Work.ZIP', content: zip }]],
    [
      'with what macOS adds',
      [
        { name: 'work.zip', content: zip },
        { name: '__MACOSX/._work.zip', content: 'x' },
      ],
    ],
  ])('%s is read', async (_, parts) => {
    const result = await take(makeZip(parts));
    expect([hashOf(result), said(result)[0]]).toEqual([hash, 'intake.inner']);
  });

  it('is read in a folder too', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'work.zip'), zip);
      const result = await intake(folder, submission);
      expect([hashOf(result), said(result)]).toEqual([hash, ['intake.inner']]);
    }));

  it('is a question where there are two', async () => {
    const result = await take(
      makeZip([
        { name: 'a.zip', content: zip },
        { name: 'b.zip', content: zip },
      ]),
    );
    expect(result).toMatchObject({ ok: false, findings: [{ code: 'intake.versions' }] });
    expect(result.findings[0]!.message).toContain('a.zip, b.zip');
  });

  it('is ignored where the work lies beside it', async () => {
    const result = await take(makeZip([...within(''), { name: 'old.zip', content: 'no zip' }]));
    expect([hashOf(result), said(result)]).toEqual([hash, ['intake.ignored']]);
  });

  it.each([
    ['damaged', 'PK no more', 'not a zip'],
    ['a bomb', Buffer.alloc(3 * 2 ** 20), 'unpacks to far more'],
  ])('is not read where it is %s', async (_, content, why) => {
    const result = await take(makeZip([{ name: 'a.zip', content }]));
    expect(result).toMatchObject({ ok: false, findings: [{ message: expect.stringContaining(why) }] });
    expect(result.findings[0]!.message).toContain('a.zip');
  });

  it('is opened once, not for ever', async () => {
    const inner = makeZip([{ name: 'a.zip', content: zip }]);
    expect(await take(makeZip([{ name: 'b.zip', content: inner }]))).toMatchObject({ ok: false });
  });
});

describe('bytes around the zip', () => {
  const mark = Buffer.from('\uFEFF');
  const selfExtracting = Buffer.from(`#!/bin/sh\n${'x'.repeat(100_000)}\n`);
  it.each([
    ['a line end behind', [zip, '\r\n']],
    ['zeros behind', [zip, Buffer.alloc(512)]],
    ['a web page behind', [zip, '<html>'.repeat(20_000)]],
    ['what looks like another end behind', [zip, 'PK\x05\x06 and no more']],
    ['a byte order mark in front', [mark, zip]],
    ['a program in front', [selfExtracting, zip]],
    ['both', [mark, zip, '\n']],
    ['another zip in front', [makeZip(within('', 'export {};\n')), zip]],
  ])('%s are passed over with a note', async (_, parts) => {
    const result = await take(Buffer.concat(parts.map((part) => Buffer.from(part))));
    expect([hashOf(result), said(result)]).toEqual([hash, ['intake.frame']]);
  });

  const zips = toolZips(files);
  it.each(Object.keys(zips))('are no hindrance in a zip of %s', async (name) => {
    const result = await take(Buffer.concat([mark, zips[name]!, Buffer.from('\r\n')]));
    expect(hashOf(result)).toBe(hash);
  });

  const isInstalled = spawnSync('unzip', ['-v']).error === undefined;
  it.skipIf(!isInstalled)('are what Info-ZIP passes over too', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'work.zip'), Buffer.concat([mark, zip, Buffer.from('\r\n')]));
      // 1: a warning, and all was read.
      const { status, stdout } = spawnSync('unzip', ['-p', 'work.zip', 'gradcam.ts'], { cwd: folder });
      expect([status, stdout.toString()]).toEqual([1, files.get('gradcam.ts')!.toString()]);
      expect(() => execFileSync('unzip', ['-tqq', 'work.zip'], { cwd: folder, stdio: 'ignore' })).toThrow();
    }),
  );
});

describe('extra fields', () => {
  it.each([
    ['a single byte', [0]],
    ['zeros, as zipalign pads', [0, 0, 0, 0, 0, 0, 0]],
    ['a field that is cut off', [0x55, 0x54, 9, 0, 3]],
    ['a whole field, then rubbish', [0x99, 0x99, 1, 0, 7, 0xff, 0xff, 0xff, 0xff]],
  ])('with %s are no reason to refuse', async (_, extra) => {
    const padded = makeZip(within('').map((part) => ({ ...part, extra: Buffer.from(extra) })));
    expect(hashOf(await take(padded))).toBe(hash);
  });
});

describe('entries for folders', () => {
  it.each([
    ["PowerShell's", 'style_modules\\', 0],
    ["PowerShell's, with attributes", 'style_modules\\', 0o100644],
    ["tar's own top", './', 0o40755],
    ["tar's own top without a slash", '.', 0o40755],
    ["tar's", './style_modules/', 0o40755],
  ])('%s (%s) is no file ignored', async (_, name, mode) => {
    expect(said(await take(makeZip([{ name, mode }, ...within('')])))).toEqual([]);
  });
});
