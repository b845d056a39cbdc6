/** Whatever bytes come, intake answers, and what it takes is on the list and within the limits. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { intakeLimits } from '../../../grader/intake/limits.ts';
import { foldPath, safePath } from '../../../grader/intake/paths.ts';
import { intake } from '../../../grader/intake.ts';
import { submissionFiles } from '../../../lib/submission.ts';
import { makeZip } from './make_zip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function takeBytes(bytes: Uint8Array): Promise<void> {
  const path = join(folder, 'x.zip');
  await writeFile(path, bytes);
  const result = await intake(path);
  if (!result.ok) {
    expect(result.findings[0]?.severity).toBe('refused');
    return;
  }
  for (const [file, content] of result.submission.files) {
    expect(submissionFiles).toContain(file);
    expect(content.length).toBeLessThanOrEqual(intakeLimits.maxFileBytes);
  }
}

it('survives any damage to a zip', async () => {
  const zip = makeZip(submissionFiles.map((name) => ({ name, content: `export const a = '${name}';` })));
  const damage = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(zip.length), async (changes, cut) => {
      const damaged = Buffer.from(zip);
      for (const [at, value] of changes) damaged[at] = value;
      await takeBytes(damaged);
      await takeBytes(damaged.subarray(cut));
      await takeBytes(damaged.subarray(0, cut));
    }),
    { numRuns: 150 },
  );
});

it('survives any names, modes and flags', async () => {
  const name = fc.oneof(
    fc.constantFrom(...submissionFiles),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  );
  const part = fc.record({
    name,
    content: fc.string(),
    mode: fc.integer({ min: 0, max: 0xffff }),
    flags: fc.integer({ min: 0, max: 0xffff }),
    stored: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), (parts) => takeBytes(makeZip(parts))),
    { numRuns: 300 },
  );
});

it('never lets a name lead out of its folder', () => {
  const segment = fc.oneof(
    fc.constantFrom('..', '.', '', '/', '\\', 'a', 'C:', '\0', '．．'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 6 }), fc.constantFrom('/', '\\'), (segments, separator) => {
      const path = safePath(segments.join(separator));
      if (path === undefined) return;
      expect(path.split('/').every((part) => part !== '..' && part !== '.' && part !== '')).toBe(true);
      expect(path).not.toMatch(/^[A-Za-z]:|\\|\0/);
      expect(foldPath(foldPath(path))).toBe(foldPath(path));
    }),
    { numRuns: 2000 },
  );
});
