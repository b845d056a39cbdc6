/** Zips as real tools make them: our copies of their layouts are like theirs, and intake reads all of them whole. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { intake } from '../../../grader/intake/index.ts';
import { contentHash } from '../../../lib/submission/index.ts';
import { toolZips } from '../../../scripts/support/tool_zips.ts';

const files = new Map(
  submission.files.map((path) => [path, Buffer.from(`export const path = '${path}';\n`.repeat(5))]),
);
const zips = toolZips(files);

let folder: string;
let work: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a3-tools-'));
  work = join(folder, 'work');
  for (const [path, content] of files) {
    await mkdir(join(work, dirname(path)), { recursive: true });
    await writeFile(join(work, path), content);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** What is warned of; all else has to be whole. */
async function take(zip: Uint8Array): Promise<string[]> {
  const path = join(folder, 'taken.zip');
  await writeFile(path, zip);
  const result = await intake(path, submission);
  expect(result.ok && result.submission.hash).toBe(contentHash(files, submission));
  return result.findings.map(({ code }) => code);
}

describe.each(Object.entries(zips))('%s', (name, zip) => {
  it('is read whole', async () => {
    expect(await take(zip)).toEqual(name.startsWith('macOS') ? ['intake.system'] : []);
  });
});

const zipfile = "import os, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\n";
const walk = "[z.write(os.path.join(d, n)) for d, ds, fs in os.walk('.') for n in ds + fs]\nz.close()";
const installed: [tool: string, copy: string | undefined, command: (to: string) => [string, ...string[]]][] = [
  ['zip', 'Info-ZIP on Linux', (to) => ['zip', '-qr', to, '.']],
  ['zip', 'Info-ZIP, streamed', (to) => ['sh', '-c', `zip -qr - . | cat > '${to}'`]],
  ['python3', "Python's zipfile", (to) => ['python3', '-c', zipfile + walk, to]],
  // Of these there is no copy: what they write is read, and no more is said.
  ['bsdtar', undefined, (to) => ['bsdtar', '-cf', to, '--format', 'zip', '.']],
  ['jar', undefined, (to) => ['jar', '--create', '--no-manifest', '--file', to, '.']],
  ['7z', '7-Zip on Linux', (to) => ['7z', 'a', '-bd', '-tzip', to, '.']],
];
const isInstalled = (tool: string) => spawnSync(tool, ['--help']).error === undefined;

describe.each(installed)('%s itself: %s', (tool, copy, command) => {
  it.skipIf(process.platform !== 'linux' || !isInstalled(tool))('is read whole, and our copy is like it', async () => {
    const to = join(folder, `${tool}, ${copy}.zip`);
    const [program, ...args] = command(to);
    execFileSync(program, args, { cwd: work, stdio: 'ignore' });
    const zip = await readFile(to);
    expect(await take(zip)).toEqual([]);
    if (copy) expect(shapeOf(zips[copy]!)).toEqual(shapeOf(zip));
  });
});

interface Shape {
  readonly system: number;
  readonly flags: number;
  readonly localFlags: number;
  readonly method: number;
  readonly attributes: string;
  readonly extraFields: number[];
  readonly localExtraFields: number[];
  readonly hidesSizes: boolean;
}

/** How a zip says what it holds, entry by entry; without what differs from version to version of a tool. */
function shapeOf(zip: Buffer): Record<string, Shape> {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const shapes: [string, Shape][] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < zip.readUInt16LE(end + 8); i++) {
    const [nameBytes, extraBytes] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)];
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    const local = zip.readUInt32LE(at + 42);
    const localExtra = local + 30 + zip.readUInt16LE(local + 26);
    const flags = zip.readUInt16LE(at + 8);
    shapes.push([
      name,
      {
        system: zip[at + 5]!,
        flags,
        localFlags: zip.readUInt16LE(local + 6),
        method: zip.readUInt16LE(at + 10),
        attributes: (zip.readUInt32LE(at + 38) & 0xf000ffff).toString(16), // without permissions: they are the umask's
        extraFields: idsOf(zip.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes)),
        localExtraFields: idsOf(zip.subarray(localExtra, localExtra + zip.readUInt16LE(local + 28))),
        hidesSizes: zip.readUInt32LE(local + 18) === 0 && zip.readUInt32LE(at + 20) > 0,
      },
    ]);
    at += 46 + nameBytes + extraBytes;
  }
  // Python walks from the folder itself on.
  return Object.fromEntries(
    shapes.map(([name, shape]) => [name.replace(/^\.\//, ''), shape]).sort() as [string, Shape][],
  );
}

function idsOf(extra: Buffer): number[] {
  const ids: number[] = [];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) ids.push(extra.readUInt16LE(at));
  return ids;
}
