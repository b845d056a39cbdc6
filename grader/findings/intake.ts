/** What is wrong with an archive or a folder. */
import { fileFinding, finding } from '../../lib/submission/finding.ts';

const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
const COLLECT = 'Make it with "npm run collect".';

/** An archive or a folder that is refused. */
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
      `The zip has ${mebibytes(bytes)} MiB; at most ${mebibytes(maxBytes)} are accepted. ${COLLECT}`,
  ),
  tooManyEntries: finding(
    'refused',
    'intake.entries',
    (count: number, max: number) => `The zip holds ${count} files; at most ${max} are accepted. ${COLLECT}`,
  ),
  tooManyFiles: finding(
    'refused',
    'intake.entries',
    (max: number) => `The folder holds more than ${max} files. Submit the zip that "npm run collect" makes.`,
  ),
  notUnpackedInTime: finding(
    'refused',
    'intake.limit',
    () => `It could not be read within the time and memory limits. ${COLLECT}`,
  ),
  empty: finding('refused', 'intake.nothing', () => 'It is empty. Make the zip with "npm run collect".'),
  nothingKnown: finding(
    'refused',
    'intake.nothing',
    (example: string) =>
      `It contains none of the assignment's files (such as ${example}). Make the zip with "npm run collect".`,
  ),
  severalVersions: finding(
    'refused',
    'intake.versions',
    (folders: string) =>
      `It contains several versions of your work (${folders}), so it is unclear which one counts. Submit one: zip the files of that folder only.`,
  ),
  severalZips: finding(
    'refused',
    'intake.versions',
    (count: number, names: string) =>
      `It holds ${count} zips (${names}), so it is unclear which one counts. Submit only that one, as it is.`,
  ),
  zipInsideUnread: finding(
    'refused',
    'intake.nothing',
    (name: string, reason: string) => `Your work is in a zip inside it, ${name}, which was not read: ${reason}`,
  ),
  nothingReadable: finding('refused', 'intake.nothing', (first: string) => `None of the files could be read: ${first}`),
  allMisplaced: finding(
    'refused',
    'intake.nothing',
    (first: string) =>
      `None of the assignment's files is where it belongs: ${first} At most one folder may enclose everything.`,
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
    (file, path: string) => `${file} is missing, but there is ${path}. Keep the handout's folders.`,
  ),
  duplicate: fileFinding(
    'file',
    'intake.duplicate',
    (file, count: number, names: string) =>
      `${file} occurs ${count} times (${names}), so it is unclear which one counts. Submit one.`,
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
      `${file} is larger than ${Math.floor(maxBytes / 1024)} KiB. Source code is never that long: remove data and generated code.`,
  ),
  unpacksTooFar: fileFinding(
    'file',
    'intake.ratio',
    (file) => `${file} unpacks to far more than source code would, so it is not read.`,
  ),
  notText: fileFinding(
    'file',
    'intake.encoding',
    (file) => `${file} is not UTF-8 text. Save it with that encoding in your editor.`,
  ),
  oddPacking: fileFinding(
    'file',
    'intake.archive',
    (file, method: number) =>
      `${file} is compressed with a method (number ${method}) that few programs read. Make the zip with "npm run collect".`,
  ),
  damaged: fileFinding(
    'file',
    'intake.archive',
    (file, reason: string) => `${file} is damaged in the zip (${reason}). Make the zip again.`,
  ),
  unopened: fileFinding('file', 'intake.archive', (file, code: string) => `${file} cannot be opened (${code}).`),
};

/** Other observations about the archive. */
export const remarks = {
  bytesAround: finding('warning', 'intake.frame', (before: number, behind: number) => {
    const around = [before > 0 && `${before} before it`, behind > 0 && `${behind} after its end`].filter(Boolean);
    return `The zip has further bytes: ${around.join(' and ')}. They were ignored; the zip itself was read.`;
  }),
  zipInside: finding('warning', 'intake.inner', (name: string) => `Read from ${name}, a zip inside. That is accepted.`),
  otherVersions: finding(
    'warning',
    'intake.versions',
    (folders: string) =>
      `There are more versions of your work in subfolders (${folders}). They were ignored: the files at the top level count.`,
  ),
  inAFolder: finding(
    'warning',
    'intake.folder',
    (folder: string) => `Everything is in the folder "${folder}". That is accepted.`,
  ),
  unsafePaths: finding(
    'warning',
    'intake.path',
    (paths: string) =>
      `Ignored, because the path leads outside the archive: ${paths}. Paths must be relative and without "..".`,
  ),
  unreadableFolders: finding(
    'warning',
    'intake.unreadable',
    (folders: string) =>
      `Not read, because the grader lacks permission: ${folders}. Restore the folder's permissions (chmod u+rwx), or submit the zip that "npm run collect" makes.`,
  ),
  otherFiles: finding(
    'warning',
    'intake.ignored',
    (count: number, paths: string) =>
      `${were(count, 'other file')} ignored (${paths}): only the assignment's files count.`,
  ),
  systemFiles: finding(
    'warning',
    'intake.system',
    (count: number, paths: string) => `${were(count, 'operating system file')} ignored (${paths}).`,
  ),
};

function were(count: number, noun: string): string {
  return count === 1 ? `1 ${noun} was` : `${count} ${noun}s were`;
}
