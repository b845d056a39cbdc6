/** Every file of the handout: path in it → bytes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handout } from '../../assignment/handout.ts';
import { report } from '../../assignment/report.ts';
import { hasFixture, readManifest } from '../../harness/fixtures.ts';
import { CourseError } from '../../lib/errors.ts';
import { filesBelow } from '../../lib/files.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { templatePptx } from '../report_template/pptx.ts';
import { type Closure, findClosure } from './closure.ts';
import { buildLibrary } from './library.ts';
import { handoutPackage } from './package_json.ts';
import { readingCopies } from './reading_copies.ts';

/** @throws CourseError if fixtures are missing */
export async function handoutFiles(projectRoot: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const closure = findClosure(projectRoot);
  for (const [path, text] of closure.sources) {
    if (path.startsWith('skeleton/')) {
      files.set(path.replace('skeleton/', ''), Buffer.from(text));
      files.set(path.replace('skeleton/', 'lib/originals/'), Buffer.from(text));
    } else if (!path.startsWith('lib/')) {
      files.set(path, Buffer.from(text));
    }
  }
  for (const [path, text] of await buildLibrary(closure, projectRoot)) files.set(path, Buffer.from(text));

  files.set(report.template, await templatePptx(report));
  const { 'package.json': _, gitignore, ...templates } = await readTree(join(projectRoot, 'handout'));
  for (const [path, bytes] of Object.entries(templates)) files.set(path, bytes);
  files.set('.gitignore', gitignore as Uint8Array);
  for (const [path, text] of Object.entries(await handoutPackage(projectRoot, closure.sources.values())))
    files.set(path, Buffer.from(text));

  if (closure.sources.has('wrap_up/main.ts'))
    for (const [path, bytes] of await papers(closure, projectRoot)) files.set(path, bytes);
  for (const [path, bytes] of await fixtureFiles(join(projectRoot, 'fixtures'))) files.set(`fixtures/${path}`, bytes);
  for (const folder of ['assets', 'sample_figures']) {
    for (const [path, bytes] of Object.entries(await readTree(join(projectRoot, folder))))
      files.set(`${folder}/${path}`, bytes);
  }
  const missing = handout.submission.files.filter((file) => !files.has(file));
  if (missing.length > 0) throw new Error(`The skeleton lacks ${missing.join(', ')}.`);
  return files;
}

/** What belongs to the wrap-up papers beside their code: sources to read, and the page with its pictures. */
async function papers({ sources }: Closure, projectRoot: string): Promise<Map<string, Uint8Array>> {
  const page = await readFile(join(projectRoot, 'docs/wrap_up.md'), 'utf8');
  const files = new Map<string, Uint8Array>([['wrap_up/README.md', Buffer.from(page)]]);
  for (const [path, text] of readingCopies(sources)) files.set(path, Buffer.from(text));
  for (const [, image] of page.matchAll(/\]\((images\/[\w.]+)\)/g))
    files.set(`wrap_up/${image}`, await readFile(join(projectRoot, 'docs', image!)));
  return files;
}

/** In a folder of its own: unzipped in a terminal, or beside other things, it must not be strewn about. */
export async function handoutZip(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const folder = handout.submission.name.replaceAll(' ', '_');
  return deterministicZip(new Map([...files].map(([path, bytes]) => [`${folder}/${path}`, bytes])));
}

/** Fixtures of the visible checks, and hints. */
async function fixtureFiles(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const manifest = await readManifest(folder);
  const visible = handout.checks.filter(hasFixture).map(({ id }) => id);
  const lacking = visible.filter((id) => !manifest.checks[id]);
  if (lacking.length > 0)
    throw new CourseError(`No fixtures for ${lacking.join(', ')}. Run \`npm run fixtures\` first.`);
  const shown = visible.map((id) => [id, manifest.checks[id]] as const);
  for (const [id] of shown) {
    for (const path of [`inputs/${id}.safetensors`, `expected/${id}.safetensors`])
      files.set(path, await readFile(join(folder, path)));
  }
  files.set(
    'manifest.json',
    Buffer.from(`${JSON.stringify({ ...manifest, checks: Object.fromEntries(shown) }, null, 2)}\n`),
  );
  for (const [path, bytes] of Object.entries(await readTree(join(folder, 'hints')))) files.set(`hints/${path}`, bytes);
  return files;
}

/** All files below a folder, with `/` in their paths; none if the folder does not exist. */
async function readTree(folder: string): Promise<Record<string, Uint8Array>> {
  const paths = await filesBelow(folder);
  const read = paths.map(async (path) => [path, await readFile(join(folder, path))] as const);
  return Object.fromEntries(await Promise.all(read));
}
