/** What is wrong with an archive or a folder. */
import { fileFinding, finding } from '../../lib/submission/finding.ts';

const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
const COLLECT = 'Make it with "npm run collect".';

/** An archive or a folder that is not read. */
export const refusals = {
  emptyUpload: finding(
    'refused',
    'intake.archive',
    () => 'The zip is empty (0 bytes): the upload was cut off. Submit it again.',
  ),
  notAZip: finding(
    'refused',
    'intake.archive',
    (reason: string) =>
      `This is not a zip, or it is damaged (${reason}). Make it with "npm run collect" and submit it again.`,
  ),
  archiveTooLarge: finding(
    'refused',
    'intake.size',
    (bytes: number, maxBytes: number) =>
      `The zip has ${mebibytes(bytes)} MiB, at most ${mebibytes(maxBytes)} are accepted. ${COLLECT}`,
  ),
  tooManyEntries: finding(
    'refused',
    'intake.entries',
    (count: number, max: number) => `The zip holds ${count} files, at most ${max} are accepted. ${COLLECT}`,
  ),
  tooManyFiles: finding(
    'refused',
    'intake.entries',
    (max: number) => `The folder holds more than ${max} files. Submit the zip that "npm run collect" makes.`,
  ),
  notUnpackedInTime: finding(
    'refused',
    'intake.limit',
    () => `It could not be read within the limits of time and memory. ${COLLECT}`,
  ),
  empty: finding('refused', 'intake.nothing', () => 'It is empty. Make the zip with "npm run collect".'),
  nothingKnown: finding(
    'refused',
    'intake.nothing',
    (example: string) =>
      `It contains no file of the assignment (such as ${example}). Make the zip with "npm run collect".`,
  ),
  severalVersions: finding(
    'refused',
    'intake.versions',
    (folders: string) =>
      `Several versions of your work are in it (${folders}), and nobody can tell which one counts. Hand in one: zip the files of that folder alone.`,
  ),
  severalZips: finding(
    'refused',
    'intake.versions',
    (count: number, names: string) =>
      `It holds ${count} zips (${names}), and nobody can tell which one counts. Hand in that one alone, as it is.`,
  ),
  zipInsideUnread: finding(
    'refused',
    'intake.nothing',
    (name: string, reason: string) => `Your work lies in a zip inside it, ${name}, which was not read: ${reason}`,
  ),
  nothingReadable: finding('refused', 'intake.nothing', (first: string) => `None of the files could be read: ${first}`),
  allMisplaced: finding(
    'refused',
    'intake.nothing',
    (first: string) =>
      `No file of the assignment is where it belongs: ${first} At most one folder may surround everything.`,
  ),
};

/** A file that is not taken from the archive. */
export const fileRefusals = {
  missing: fileFinding(
    'file',
    'intake.missing',
    (file) => `${file} is missing. Its part scores 0; include the file, even if unsolved.`,
  ),
  misplaced: fileFinding(
    'file',
    'intake.place',
    (file, path: string) => `${file} is missing, but there is ${path}. Keep the folders as in the handout.`,
  ),
  duplicate: fileFinding(
    'file',
    'intake.duplicate',
    (file, count: number, names: string) =>
      `${file} is there ${count} times (${names}), so none can be trusted. Submit one.`,
  ),
  misnamed: fileFinding('file', 'intake.name', (file, name: string) => `${file} is called ${name} here. Rename it.`),
  link: fileFinding('file', 'intake.link', (file) => `${file} is a symbolic link. Include the file itself.`),
  encrypted: fileFinding(
    'file',
    'intake.encrypted',
    (file) => `${file} is encrypted. Make the zip without a password.`,
  ),
  notAFile: fileFinding('file', 'intake.kind', (file) => `${file} is not a regular file. Replace it with your code.`),
  tooLarge: fileFinding(
    'file',
    'intake.size',
    (file, maxBytes: number) =>
      `${file} is larger than ${Math.floor(maxBytes / 1024)} KiB. Source code is never that long: remove data and generated text.`,
  ),
  unpacksTooFar: fileFinding(
    'file',
    'intake.ratio',
    (file) => `${file} unpacks to far more than source code does, so it is not read.`,
  ),
  notText: fileFinding(
    'file',
    'intake.encoding',
    (file) => `${file} is not text in UTF-8. Save it in that encoding (your editor offers it).`,
  ),
  oddPacking: fileFinding(
    'file',
    'intake.archive',
    (file, method: number) =>
      `${file} is packed by a method (number ${method}) that few programs read. Make the zip with "npm run collect".`,
  ),
  damaged: fileFinding(
    'file',
    'intake.archive',
    (file, reason: string) => `${file} is damaged in the zip (${reason}). Make the zip again.`,
  ),
  unopened: fileFinding('file', 'intake.archive', (file, code: string) => `${file} cannot be opened (${code}).`),
};

/** What else was noticed about the archive. */
export const remarks = {
  bytesAround: finding('warning', 'intake.frame', (before: number, behind: number) => {
    const around = [before > 0 && `${before} before it`, behind > 0 && `${behind} behind its end`].filter(Boolean);
    return `The zip has further bytes: ${around.join(' and ')}. They were passed over; the zip itself was read.`;
  }),
  zipInside: finding('warning', 'intake.inner', (name: string) => `Read from ${name}, a zip inside. That is accepted.`),
  otherVersions: finding(
    'warning',
    'intake.versions',
    (folders: string) =>
      `Further versions of your work lie in folders beside it (${folders}). They were not read: what lies at the top counts.`,
  ),
  inAFolder: finding(
    'warning',
    'intake.folder',
    (folder: string) => `Everything is in a folder "${folder}". That is accepted.`,
  ),
  unsafePaths: finding(
    'warning',
    'intake.path',
    (paths: string) =>
      `Ignored, because the name leads out of its folder: ${paths}. Names must be relative and without "..".`,
  ),
  unreadableFolders: finding(
    'warning',
    'intake.unreadable',
    (folders: string) =>
      `Not read, because the grader may not open it: ${folders}. Give the folder its usual permissions (chmod u+rwx), or hand in the zip that "npm run collect" makes.`,
  ),
  otherFiles: finding(
    'warning',
    'intake.ignored',
    (count: number, paths: string) =>
      `${were(count, 'other file')} ignored (${paths}): only the files of the assignment count.`,
  ),
  systemFiles: finding(
    'warning',
    'intake.system',
    (count: number, paths: string) => `${were(count, 'file')} of the operating system ignored (${paths}).`,
  ),
};

function were(count: number, noun: string): string {
  return count === 1 ? `1 ${noun} was` : `${count} ${noun}s were`;
}
