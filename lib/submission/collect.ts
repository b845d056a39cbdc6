/** Zips a student's work, after saying what is wrong with it. */
import { basename } from 'node:path';
import { StudentError } from '../errors.ts';
import { writeFileAtomically } from '../files.ts';
import { sha256 } from '../hash.ts';
import { systemReason } from '../system_errors.ts';
import { deterministicZip } from './archive.ts';
import { readSubmissionFolder } from './folder.ts';
import { contentHash, type SubmissionFormat } from './index.ts';

export interface CollectOptions {
  readonly format: SubmissionFormat;
  /** The folder with the student's files. */
  readonly from: string;
  /** The folder with the files as handed out: their prints are not left over. */
  readonly originals: string;
  /** The zip to write. Its receipt lies beside it. */
  readonly output: string;
  /** Takes each line of text meant for the student. */
  say(line: string): void;
}

/** What proves which work was handed in. The grader's report has the content's hash too. */
export interface SubmissionReceipt {
  readonly version: 1;
  readonly archive: string;
  readonly archiveSha256: string;
  readonly contentSha256: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/**
 * Unsolved stubs and code that does not parse are reported but still submitted: partial work earns its points.
 *
 * @throws StudentError when a file is missing or a print was left over; nothing is written then
 */
export async function collect({ format, from, originals, output, say }: CollectOptions): Promise<SubmissionReceipt> {
  const { files, missing } = await readSubmissionFolder(from, format);
  for (const file of missing) say(`${file}: is missing`);
  const { reviewFiles } = await import('./review.ts');
  const notes = await reviewFiles(files, originals);
  for (const { where, text } of notes) say(`${where}: ${text}`);

  if (missing.length > 0) {
    throw new StudentError(
      `No zip was made: ${count(missing.length, 'file is', 'files are')} missing in ${from}. Copy them from the handout.`,
    );
  }
  const prints = notes.filter(({ kind }) => kind === 'print').length;
  if (prints > 0) {
    throw new StudentError(
      `No zip was made: ${count(prints, 'print was', 'prints were')} left over. Remove the lines named above.`,
    );
  }

  const zip = await deterministicZip(files);
  const receipt: SubmissionReceipt = {
    version: 1,
    archive: basename(output),
    archiveSha256: sha256(zip),
    contentSha256: contentHash(files, format),
    files: [...files].map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  await write(output, zip);
  await write(receiptPath(output), `${JSON.stringify(receipt, null, 2)}\n`);
  say(`${output}: ${files.size} files, ${(zip.length / 1024).toFixed(1)} KiB`);
  say(`  content SHA-256  ${receipt.contentSha256}`);
  say(`  zip SHA-256      ${receipt.archiveSha256}`);
  say(`${receiptPath(output)}: the receipt. Keep it.`);
  return receipt;
}

function receiptPath(output: string): string {
  return `${output.replace(/\.zip$/i, '')}.receipt.json`;
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeFileAtomically(path, content);
  } catch (error) {
    throw new StudentError(`${path} cannot be written: ${systemReason(error)}. Choose another path with -o.`);
  }
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
