/** Zips a student's work, after reporting what is wrong with it. */
import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudentError } from '../errors.ts';
import { writeFileAtomically } from '../files.ts';
import { sha256 } from '../hash.ts';
import { systemReason } from '../system_errors.ts';
import { deterministicZip } from './archive.ts';
import { readSubmissionFolder } from './folder.ts';
import { contentHash, type SubmissionFiles, type SubmissionFormat } from './index.ts';
import { isCostly, lineOfFinding, type RuleFinding } from './rules/findings.ts';

export interface CollectOptions {
  readonly format: SubmissionFormat;
  /** The folder with the student's files. */
  readonly from: string;
  /** The folder with the files as handed out: prints in them are allowed. */
  readonly originals: string;
  /** The zip to write. Its receipt goes beside it. */
  readonly output: string;
  /** Called with each line for the student. */
  say(line: string): void;
}

/** Proves which work was submitted. The grader's report has the same content hash. */
export interface SubmissionReceipt {
  readonly version: 1;
  readonly archive: string;
  readonly archiveSha256: string;
  readonly contentSha256: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** What collecting came to. */
export interface Collected {
  readonly receipt: SubmissionReceipt;
  /** Files that lose points on the server as they are. */
  readonly costly: readonly string[];
}

/**
 * Unsolved stubs and files that the server would not run are said, and handed in: the others earn their points.
 *
 * @throws StudentError when a file is missing or cannot be read, or a print was left over; an earlier zip is set aside then
 */
export async function collect(options: CollectOptions): Promise<Collected> {
  const { format, from, originals, output, say } = options;
  const { files, missing, unread } = await readSubmissionFolder(from, format);
  for (const file of missing) say(`${file}: is missing`);
  for (const { reason } of unread) say(reason);
  const findings = await sayWhatIsWrong(files, format, originals, say);

  const prints = findings.filter(({ code }) => code === 'rules.print').length;
  if (missing.length > 0)
    await refuse(
      options,
      `${count(missing.length, 'file is', 'files are')} missing in ${from}. Copy them from the handout.`,
    );
  if (unread.length > 0)
    await refuse(options, `${count(unread.length, 'file', 'files')} could not be read, see above.`);
  if (prints > 0)
    await refuse(options, `${count(prints, 'print was', 'prints were')} left over. Remove the lines named above.`);

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
  const costly = [...new Set(findings.filter(isCostly).map(({ file }) => file))].filter((f) =>
    format.files.includes(f),
  );
  if (costly.length > 0)
    say(
      `The zip was made, but as it is, points are lost in ${costly.join(', ')}: see above. Correct that and collect again.`,
    );
  return { receipt, costly };
}

async function sayWhatIsWrong(
  files: SubmissionFiles,
  format: SubmissionFormat,
  originals: string,
  say: CollectOptions['say'],
): Promise<readonly RuleFinding[]> {
  // These load TypeScript.
  const { checkAtHome } = await import('./rules/at_home.ts');
  const { stubsOf } = await import('./stubs.ts');
  const findings = await checkAtHome(files, format, originals);
  for (const finding of findings) say(lineOfFinding(finding));
  for (const [file, bytes] of files) {
    for (const { line, text } of stubsOf(file, bytes)) say(`${file}:${line}: ${text} is not solved yet`);
  }
  return findings;
}

/** Says why no zip was made. One from before is no longer this work: it gets another name. */
async function refuse({ output, say }: CollectOptions, why: string): Promise<never> {
  for (const path of [output, receiptPath(output)]) {
    const older = path.replace(/(\.zip|\.receipt\.json)?$/i, '.older$1');
    const isMoved = await rename(path, older).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
        throw new StudentError(`No zip was made: ${why} ${path} is an earlier one. (${systemReason(error)})`);
      },
    );
    if (isMoved) say(`${path} was from before; it is called ${basename(older)} now.`);
  }
  throw new StudentError(`No zip was made: ${why}`);
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
