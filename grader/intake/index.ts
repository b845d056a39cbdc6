/** Reads a submission, a zip or a folder, into memory. Nothing is written to disk, nothing but the allow-list is read. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { CourseError } from '../../lib/errors.ts';
import { contentHash, type SubmissionFormat } from '../../lib/submission/index.ts';
import type { Finding, IntakeResult } from '../types.ts';
import type { Entry, Opened, ReadResult } from './entries.ts';
import { openFolder } from './folder.ts';
import { intakeLimits } from './limits.ts';
import { type Selection, select } from './select.ts';
import { openZip } from './zip.ts';

/** @throws CourseError when there is nothing at `path`: that is the operator's mistake, not the student's */
export async function intake(path: string, format: SubmissionFormat): Promise<IntakeResult> {
  const opened = await openSubmission(path);
  if (!opened.ok) return { ok: false, findings: [opened.finding] };
  try {
    const selection = select(opened.entries, format.files);
    const { files, findings } = await readAll(selection);
    const name = basename(resolve(path));
    if (files.size > 0) return { ok: true, submission: { name, files, hash: contentHash(files, format) }, findings };
    return { ok: false, findings: whyNothing(opened.entries, findings, format) };
  } finally {
    opened.close();
  }
}

async function openSubmission(path: string): Promise<Opened> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CourseError(`There is no submission at ${path} (${error.code}). Give the path of a zip or of a folder.`);
  });
  if (stats.isDirectory()) return openFolder(path);
  if (stats.isFile()) return openZip(path);
  throw new CourseError(`${path} is neither a file nor a folder. Give the path of a zip or of a folder.`);
}

async function readAll({
  chosen,
  findings: found,
}: Selection): Promise<{ files: Map<string, Uint8Array>; findings: Finding[] }> {
  const files = new Map<string, Uint8Array>();
  const findings = [...found];
  let totalBytes = 0;
  for (const [file, entry] of chosen) {
    const result = await readSource(entry, intakeLimits.maxTotalBytes - totalBytes);
    if (result.ok) {
      files.set(file, result.bytes);
      totalBytes += result.bytes.length;
    } else {
      findings.push({ severity: 'file', code: result.code, file, message: `${file} ${result.message}` });
    }
  }
  return { files, findings };
}

async function readSource(entry: Entry, remainingBytes: number): Promise<ReadResult> {
  const result = await entry.read(Math.min(intakeLimits.maxFileBytes, remainingBytes));
  if (!result.ok) return result;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(result.bytes);
  } catch {
    return {
      ok: false,
      code: 'intake.encoding',
      message: 'is not text in UTF-8. Save it in that encoding (your editor offers it).',
    };
  }
  return result;
}

/** No file could be read: one sentence that says why, instead of one for each file. */
function whyNothing(entries: readonly Entry[], findings: readonly Finding[], { files }: SubmissionFormat): Finding[] {
  const others = findings.filter(({ code }) => code !== 'intake.missing' && code !== 'intake.place');
  const first = others.find(({ severity }) => severity === 'file');
  const misplaced = findings.find(({ code }) => code === 'intake.place');
  let message = `No file of the assignment is in it (such as ${files[0]}). Make the zip with "npm run collect".`;
  if (entries.length === 0) message = 'There is nothing in it. Make the zip with "npm run collect".';
  else if (first) message = `None of the files could be read: ${first.message}`;
  else if (misplaced)
    message = `No file of the assignment is where it belongs: ${misplaced.message} At most one folder may lie around everything.`;
  return [{ severity: 'refused', code: 'intake.nothing', message }, ...others];
}
