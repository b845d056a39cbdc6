/** Archives in which one file is not what it should be. */
import { join } from 'node:path';
import { projectRoot } from '../../../lib/root.ts';
import { makeZip } from '../../support/make_zip.ts';
import { bomb, sharing, twoFaced } from '../bytes.ts';
import { type Archive, entries, FILE, instead, LINK } from './archive.ts';

export const spoiltEntry: Readonly<Record<string, Archive>> = {
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
};
