/** Intake handles any bytes, and accepts only listed files within the limits. */

import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { submission } from '../../assignment/submission.ts';
import { intake } from '../../grader/intake/index.ts';
import { intakeLimits } from '../../grader/intake/limits.ts';
import { safePath } from '../../grader/intake/paths.ts';
import { contentHash } from '../../lib/submission/index.ts';
import { foldPath, isOwnPath } from '../../lib/submission/own_files.ts';
import { makeZip, type ZipPart } from '../support/make_zip.ts';
import { toolZips } from '../support/tool_zips.ts';
import { damages } from './damage.ts';
import type { Target } from './target.ts';

const MAX_MESSAGE_CHARS = 2000;

export function intakeTargets(folder: string): Target[] {
  const files = new Map(submission.files.map((name) => [name, Buffer.from(`export const a = '${name}';\n`.repeat(3))]));
  const zips = [makeZip([...files].map(([name, content]) => ({ name, content }))), ...Object.values(toolZips(files))];
  const take = async (bytes: Uint8Array) => {
    const path = join(folder, 'x.zip');
    await writeFile(path, bytes);
    checkTaken(await intake(path, submission), folder);
  };
  return [
    {
      name: 'intake of damaged zips',
      share: 0.4,
      property: (onCase) =>
        fc.asyncProperty(
          fc.constantFrom(...zips),
          damages(['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06']),
          (zip, damage) => {
            onCase();
            return take(damage(zip));
          },
        ),
    },
    {
      name: 'intake of zips with any entries',
      share: 0.15,
      property: (onCase) =>
        fc.asyncProperty(fc.array(part, { maxLength: 8 }), (parts) => {
          onCase();
          return take(makeZip(parts));
        }),
    },
    {
      name: 'names of entries',
      share: 0.1,
      property: (onCase) =>
        fc.property(fc.array(segment, { maxLength: 6 }), fc.constantFrom('/', '\\'), (segments, separator) => {
          onCase();
          checkPath(segments.join(separator));
        }),
    },
  ];
}

const name = fc.oneof(
  fc.constantFrom(...submission.files),
  fc.constantFrom(...submission.files).map((file) => `a/${file}`),
  fc.constantFrom(...submission.files).map((file) => file.toUpperCase()),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
);
const part: fc.Arbitrary<ZipPart> = fc.record(
  {
    name,
    content: fc.oneof(
      fc.string(),
      fc.nat(200_000).map((length) => Buffer.alloc(length, 'ab\n')),
    ),
    mode: fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0o100644, 0o120777, 0o040755)),
    flags: fc.oneof(fc.constantFrom(0, 1, 8, 0x800, 0x801), fc.integer({ min: 0, max: 0xffff })),
    method: fc.oneof(fc.constantFrom(0, 8, 14, 99), fc.nat(0xffff)),
    stored: fc.boolean(),
    claimedSize: fc.oneof(fc.nat(1000), fc.constantFrom(0xffffffff, 0x7fffffff)),
    claimedCrc: fc.nat(0xffffffff),
  },
  { requiredKeys: ['name'] },
);

const segment = fc.oneof(
  fc.constantFrom('..', '.', '', '/', '\\', 'a', 'C:', '\0', '．．', '․․', '..\u200b', '%2e%2e'),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

function checkTaken(result: Awaited<ReturnType<typeof intake>>, folder: string): void {
  for (const { message } of result.findings) {
    assert(message.length > 0 && message.length <= MAX_MESSAGE_CHARS, `a message of ${message.length} characters`);
    assert(!/[\p{Cc}\p{Cf}]/u.test(message), `control characters in ${JSON.stringify(message)}`);
    assert(!message.includes(folder), `the grader's folder in ${JSON.stringify(message)}`);
  }
  if (!result.ok) {
    assert.equal(result.findings[0]?.severity, 'refused');
    return;
  }
  const { files, hash } = result.submission;
  assert(files.size > 0);
  assert.equal(hash, contentHash(files, submission));
  let total = 0;
  for (const [file, content] of files) {
    assert(submission.files.includes(file) || isOwnPath(file, submission), `${file} is not on the list`);
    assert(content.length <= intakeLimits.maxFileBytes);
    total += content.length;
    new TextDecoder('utf-8', { fatal: true }).decode(content);
  }
  assert(total <= intakeLimits.maxTotalBytes);
  for (const file of submission.files) {
    const isExplained = result.findings.some((finding) => finding.file === file && finding.severity === 'file');
    assert(files.has(file) !== isExplained, `${file} must be either accepted or explained`);
  }
}

function checkPath(rawPath: string): void {
  const path = safePath(rawPath);
  if (path === undefined) return;
  assert(
    path.split('/').every((part) => part !== '..' && part !== '.' && part !== ''),
    path,
  );
  assert(!/^[A-Za-z]:|\\|\0/.test(path), path);
  assert.equal(foldPath(foldPath(path)), foldPath(path));
  assert.equal(safePath(path), path);
}
