/** Hostile archives, each with what is to come of it. They are built here: most are no zips that a tool would make. */
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../../grader/runtime/root.ts';
import { buildGolden, readGolden, type Threat } from '../golden/golden.ts';
import { writeFiles } from '../support/folders.ts';
import { makeZip, type ZipPart } from '../support/make_zip.ts';
import type { Attack } from './attack.ts';
import { bomb, countless, sharing, twoFaced, withComment, withEnd } from './bytes.ts';
import { aimCheck, controlCheck } from './checks.ts';

/** The file that archives aim at. */
const FILE = aimCheck.subject.module;
const LINK = 0o120777;

type Files = ReadonlyMap<string, Buffer>;

interface Archive {
  readonly threat?: Threat;
  /** `file`: what {@link FILE} earns; `all`: it is refused. */
  readonly loses: 'nothing' | 'file' | 'all';
  /** What is found: severity and code, then file and line where there are such. Where all is lost, some of it. */
  readonly findings: readonly string[];
  /** The zip's bytes, or the folder's maker. */
  readonly build: (honest: Files) => Buffer | ((folder: string) => Promise<void>);
}

const entries = (honest: Files): ZipPart[] => [...honest].map(([name, content]) => ({ name, content }));
const without = (honest: Files, file = FILE): ZipPart[] => entries(honest).filter(({ name }) => name !== file);
const renamed = (honest: Files, rename: (name: string) => string): ZipPart[] =>
  [...honest].map(([name, content]) => ({ name: rename(name), content }));

/** The honest files, and others that must be ignored. */
const beside = (findings: string[], ...others: ZipPart[]): Archive => ({
  loses: 'nothing',
  findings,
  build: (honest) => makeZip([...others, ...entries(honest)]),
});

/** The honest files but one, in whose place something else stands. */
const instead = (code: string, replace: (honest: Buffer) => ZipPart[]): Archive => ({
  loses: 'file',
  findings: [`file ${code} ${FILE}`],
  build: (honest) => makeZip([...without(honest), ...replace(honest.get(FILE)!)]),
});

const refused = (code: string, build: (honest: Files) => Buffer): Archive => ({
  loses: 'all',
  findings: [`refused ${code}`],
  build,
});

const folder = (
  loses: Archive['loses'],
  findings: string[],
  spoil: (folder: string, honest: Files) => Promise<void>,
): Archive => ({
  loses,
  findings,
  build: (honest) => async (path) => {
    await writeFiles(path, new Map([...honest].filter(([name]) => loses === 'nothing' || name !== FILE)));
    await spoil(path, honest);
  },
});

const CONFIGURATION = [
  'package.json',
  '.npmrc',
  '.env',
  'tsconfig.json',
  'vitest.config.ts',
  '.a3_secret',
  'biome.json',
];

const archives: Readonly<Record<string, Archive>> = {
  'names with ..': beside(
    ['warning intake.path'],
    { name: '../../a3_left.ts', content: 'x' },
    { name: `a/../../${FILE}`, content: 'x' },
    { name: '..\\..\\a3_left.ts', content: 'x' },
  ),
  'absolute names': beside(
    ['warning intake.path'],
    { name: '/tmp/a3_left.ts', content: 'x' },
    { name: 'C:\\a3_left.ts', content: 'x' },
    { name: '\\\\server\\share\\a3_left.ts', content: 'x' },
  ),
  'names with NUL': beside(['warning intake.path'], { name: `${FILE}\0.txt`, content: 'x' }),
  'names that turn round': beside(['warning intake.ignored'], { name: 'ts.ssol_vt\u202e', content: 'x' }),
  'a name of 65535 bytes': beside(['warning intake.path'], { name: 'a/'.repeat(32_767), content: 'x' }),
  'a link beside its files': beside(['warning intake.ignored'], { name: 'fixtures', content: '/etc', mode: LINK }),
  'a link instead of its folder': beside(['warning intake.ignored'], {
    name: dirname(FILE),
    content: '/etc',
    mode: LINK,
  }),
  'a zip in the zip': beside(['warning intake.ignored'], { name: 'more.zip', content: makeZip([{ name: FILE }]) }),
  'macOS leavings that are code': beside(['warning intake.system'], {
    name: `__MACOSX/${dirname(FILE)}/._tv_loss.ts`,
    content: 'process.exit(0)',
  }),
  'a results.json': beside(['warning intake.ignored'], { name: 'results.json', content: '{"score":1000}' }),
  'node_modules with a tfjs of its own': {
    threat: 'build and resolution',
    ...beside(['warning intake.ignored'], {
      name: 'node_modules/@tensorflow/tfjs/index.js',
      content: 'process.exit(0)',
    }),
  },
  'a provided module of its own': {
    threat: 'build and resolution',
    ...beside(['warning intake.ignored'], { name: 'lib/models/model.ts', content: 'process.exit(0)' }),
  },
  configuration: {
    threat: 'build and resolution',
    ...beside(
      ['warning intake.ignored'],
      ...CONFIGURATION.map((name) => ({ name, content: '{"scripts":{"preinstall":"touch /tmp/a3_left"}}' })),
    ),
  },
  'brackets inside brackets, 60 000 deep': {
    threat: 'build and resolution',
    ...instead('rules.parse', () => [
      { name: FILE, content: `export const a = ${'('.repeat(60_000)}0${')'.repeat(60_000)};`, stored: true },
    ]),
    findings: [`file rules.parse ${FILE} 1`],
  },

  'a link to the solution': instead('intake.link', () => [
    { name: FILE, content: join(projectRoot, 'reference', FILE), mode: LINK },
  ]),
  'a device': instead('intake.kind', () => [{ name: FILE, mode: 0o020666 }]),
  'a pipe': instead('intake.kind', () => [{ name: FILE, mode: 0o010666 }]),
  'twice the same name': instead('intake.duplicate', (honest) => [
    { name: FILE, content: honest },
    { name: FILE, content: 'x' },
  ]),
  'two names that differ by case': instead('intake.duplicate', (honest) => [
    { name: FILE, content: honest },
    { name: FILE.toUpperCase(), content: 'x' },
  ]),
  'two names that differ by Unicode form': instead('intake.duplicate', (honest) => [
    { name: FILE, content: honest },
    { name: FILE.replace('tv', 'ｔｖ'), content: 'x' },
  ]),
  'two names that differ by their slash': instead('intake.duplicate', (honest) => [
    { name: FILE, content: honest },
    { name: FILE.replace('/', '\\'), content: 'x' },
  ]),
  'a name in capitals': instead('intake.name', (honest) => [{ name: FILE.toUpperCase(), content: honest }]),
  'a gigabyte in a megabyte': instead('intake.size', () => [bomb(FILE)]),
  'blanks that unpack a thousandfold': instead('intake.ratio', () => [
    { name: FILE, content: Buffer.alloc(120_000, ' ') },
  ]),
  'a size that lies low': instead('intake.archive', () => [
    { name: FILE, content: 'x'.repeat(100_000), claimedSize: 10 },
  ]),
  'a size that lies high': instead('intake.archive', (honest) => [
    { name: FILE, content: honest, claimedSize: 0xfffffff0 },
  ]),
  'a checksum that lies': instead('intake.archive', (honest) => [{ name: FILE, content: honest, claimedCrc: 1 }]),
  'an encrypted entry': instead('intake.encrypted', (honest) => [{ name: FILE, content: honest, flags: 0x801 }]),
  'an entry under AES': instead('intake.encrypted', (honest) => [
    { name: FILE, content: honest, flags: 0x801, method: 99 },
  ]),
  'a method that few know': instead('intake.archive', (honest) => [{ name: FILE, content: honest, method: 14 }]),
  'not text': instead('intake.encoding', () => [{ name: FILE, content: Buffer.from([0xff, 0xfe, 0xc0, 0]) }]),
  'a folder in its place': instead('intake.missing', () => [{ name: `${FILE}/`, mode: 0o040755 }]),
  'two entries that share their bytes': {
    loses: 'file',
    findings: [`warning rules.export ${FILE} 1`],
    build: (honest) => sharing(makeZip(entries(honest)), FILE, 'style_modules/style_loss.ts'),
  },
  'other names in the entries than in the directory': {
    loses: 'nothing',
    findings: [],
    build: (honest) => twoFaced(entries(honest)),
  },

  'one folder too many': {
    loses: 'nothing',
    findings: ['warning intake.folder'],
    build: (honest) => makeZip(renamed(honest, (name) => `assignment/${name}`)),
  },
  'two folders too many': refused('intake.nothing', (honest) => makeZip(renamed(honest, (name) => `my/own/${name}`))),
  'one folder too few': {
    loses: 'all',
    findings: [`file intake.place ${FILE}`, 'file intake.duplicate gradcam.ts'],
    build: (honest) => makeZip(renamed(honest, (name) => name.slice(name.lastIndexOf('/') + 1))),
  },
  'a zip behind another one': refused('intake.archive', (honest) =>
    Buffer.concat([makeZip([{ name: FILE, content: 'x' }]), makeZip(entries(honest))]),
  ),
  'an empty file': refused('intake.archive', () => Buffer.alloc(0)),
  'no zip': refused('intake.archive', () => Buffer.from('I have no zip for you')),
  'a gzip': refused('intake.archive', (honest) => gzipSync(honest.get(FILE)!)),
  'half a zip': refused('intake.archive', (honest) => makeZip(entries(honest)).subarray(0, 900)),
  'an empty zip': refused('intake.nothing', () => makeZip([])),
  'holiday pictures': refused('intake.nothing', () => makeZip([{ name: 'beach.jpg', content: 'sand' }])),
  'a zip in a zip': refused('intake.nothing', (honest) =>
    makeZip([{ name: 'assignment_3_submission.zip', content: makeZip(entries(honest)) }]),
  ),
  'all encrypted': refused('intake.nothing', (honest) =>
    makeZip(entries(honest).map((part) => ({ ...part, flags: 0x801 }))),
  ),
  'too many entries': refused('intake.entries', () =>
    makeZip(Array.from({ length: 30_000 }, (_, i) => ({ name: `${i}`, stored: true }))),
  ),
  'more entries than it has': refused('intake.archive', (honest) => withEnd(makeZip(entries(honest)), 'entries', 5000)),
  'a directory beyond its end': refused('intake.archive', (honest) =>
    withEnd(makeZip(entries(honest)), 'directoryStart', 0x7fffffff),
  ),
  'countless entries': refused('intake.entries', (honest) => countless(makeZip(entries(honest)))),
  'a comment that is another end': refused('intake.nothing', (honest) =>
    withComment(makeZip(entries(honest)), makeZip([])),
  ),

  'a folder with a link to the solution': folder('file', [`file intake.link ${FILE}`], (path) =>
    symlink(join(projectRoot, 'reference', FILE), join(path, FILE)),
  ),
  'a folder with a pipe that nobody writes to': folder('file', [`file intake.kind ${FILE}`], async (path) => {
    execFileSync('mkfifo', [join(path, FILE)]);
  }),
  'a folder that links to itself': folder('nothing', ['warning intake.ignored'], (path) =>
    symlink('.', join(path, 'again')),
  ),
  'a folder inside folders without end': folder('nothing', ['warning intake.ignored'], async (path) => {
    await mkdir(join(path, ...Array<string>(200).fill('deeper')), { recursive: true });
    await writeFile(join(path, 'deeper/x.ts'), 'x');
  }),
};

export async function archiveAttacks(): Promise<Attack[]> {
  const honest = await buildGolden(await readGolden('pass', 'reference'));
  return Object.entries(archives).map(([id, { threat = 'archive', loses, findings, build }]) => ({
    id,
    cause: id,
    threat,
    checks: [aimCheck, controlCheck],
    honest: loses === 'all' ? [] : [controlCheck.subject.name, ...(loses === 'nothing' ? [aimCheck.subject.name] : [])],
    slow: false,
    isolatedOnly: false,
    surprise: async (grading) => {
      const found = grading.findings.map(({ severity, code, file, line }) =>
        [severity, code, file, line].filter(Boolean).join(' '),
      );
      const status = loses === 'all' ? 'refused' : 'graded';
      const isAsExpected =
        grading.status === status &&
        findings.every((finding) => found.includes(finding)) &&
        (loses === 'all' || found.length === findings.length);
      return isAsExpected ? undefined : `expected ${status}, ${findings}; came ${grading.status}, ${found}`;
    },
    write: async (parent) => {
      const built = build(honest);
      const path = join(parent, Buffer.isBuffer(built) ? 'work.zip' : 'work');
      if (Buffer.isBuffer(built)) await writeFile(path, built);
      else await built(path);
      return path;
    },
  }));
}
