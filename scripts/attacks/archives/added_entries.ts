/** Archives with the honest files, and others that must be ignored. */
import { dirname } from 'node:path';
import { makeZip } from '../../support/make_zip.ts';
import { type Archive, beside, FILE, instead, LINK } from './archive.ts';

const CONFIGURATION = [
  'package.json',
  '.npmrc',
  '.env',
  'tsconfig.json',
  'vitest.config.ts',
  '.a3_secret',
  'biome.json',
];

export const addedEntries: Readonly<Record<string, Archive>> = {
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
  'a link in the place of its folder': beside(['warning intake.ignored'], {
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
};
