/** Files that are not an archive, or have another layout. */
import { gzipSync } from 'node:zlib';
import { makeZip } from '../../support/make_zip.ts';
import { countless, withComment, withEnd } from '../bytes.ts';
import { type Archive, accepted, entries, FILE, refused, renamed } from './archive.ts';

export const wholeArchive: Readonly<Record<string, Archive>> = {
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
  'a zip behind another one': accepted('intake.frame', (honest) =>
    Buffer.concat([makeZip([{ name: FILE, content: 'x' }]), makeZip(entries(honest))]),
  ),
  'an empty file': refused('intake.archive', () => Buffer.alloc(0)),
  'no zip': refused('intake.archive', () => Buffer.from('I have no zip for you')),
  'a gzip': refused('intake.archive', (honest) => gzipSync(honest.get(FILE)!)),
  'half a zip': refused('intake.archive', (honest) => makeZip(entries(honest)).subarray(0, 900)),
  'an empty zip': refused('intake.nothing', () => makeZip([])),
  'holiday pictures': refused('intake.nothing', () => makeZip([{ name: 'beach.jpg', content: 'sand' }])),
  'a zip in a zip': accepted('intake.inner', (honest) =>
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
};
