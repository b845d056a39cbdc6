/** Reads a submission, a zip or a folder, into memory. Writes nothing to disk, and reads only what is on the allow-list. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { CourseError } from '../../lib/errors.ts';
import { contentHash, type SubmissionFormat } from '../../lib/submission/index.ts';
import { addOwnFiles } from '../../lib/submission/own_files.ts';
import { findings } from '../findings/index.ts';
import type { Finding, IntakeResult } from '../types.ts';
import type { Entry, Opened, ReadResult } from './entries.ts';
import { openFolder } from './folder.ts';
import { openInner } from './inner.ts';
import { intakeLimits } from './limits.ts';
import { type Selection, select } from './select.ts';
import { openZip } from './zip.ts';

/** @throws CourseError if there is nothing at `path`: the operator's mistake, not the student's */
export async function intake(path: string, format: SubmissionFormat): Promise<IntakeResult> {
  const outer = await openSubmission(path);
  const opened = outer.ok ? await openInner(outer, format.files) : outer;
  if (!opened.ok) return { ok: false, findings: [opened.finding] };
  const selection = select(opened.entries, format.files);
  if (selection.rivals.length > 0)
    return { ok: false, findings: [findings.severalVersions(selection.rivals.join(', ')), ...opened.notes] };
  const { files, findings: read } = await readAll(selection, format);
  const found = [...opened.notes, ...read];
  const name = basename(resolve(path));
  if (files.size > 0)
    return { ok: true, submission: { name, files, hash: contentHash(files, format) }, findings: found };
  return { ok: false, findings: whyNothing(opened.entries, found, format) };
}

async function openSubmission(path: string): Promise<Opened> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CourseError(`There is no submission at ${path} (${error.code}). Give the path of a zip or of a folder.`);
  });
  if (stats.isDirectory()) return openFolder(path);
  if (stats.isFile()) return openZip(path);
  throw new CourseError(`${path} is neither a file nor a folder. Give the path of a zip or of a folder.`);
}

async function readAll(
  selection: Selection,
  format: SubmissionFormat,
): Promise<{ files: Map<string, Uint8Array>; findings: Finding[] }> {
  const files = new Map<string, Uint8Array>();
  const found = [...selection.findings];
  let totalBytes = 0;
  const read = async (file: string, entry: Entry): Promise<Uint8Array | undefined> => {
    const result = await readSource(entry, intakeLimits.maxTotalBytes - totalBytes);
    if (!result.ok) {
      found.push(result.finding(file));
      return undefined;
    }
    totalBytes += result.bytes.length;
    return result.bytes;
  };
  for (const [file, entry] of selection.chosen) {
    const bytes = await read(file, entry);
    if (bytes) files.set(file, bytes);
  }
  const own = new Set<string>();
  await addOwnFiles(files, format, async (path) => {
    const entry = selection.own(path);
    if (!entry) return undefined;
    own.add(path); // what is said of it is said
    if ('read' in entry) return read(path, entry);
    found.push(entry);
    return undefined;
  });
  return { files, findings: [...found, ...selection.remarks(own)] };
}

async function readSource(entry: Entry, remainingBytes: number): Promise<ReadResult> {
  const result = await entry.read(Math.min(intakeLimits.maxFileBytes, remainingBytes));
  if (!result.ok) return result;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(result.bytes);
  } catch {
    return { ok: false, finding: (file) => findings.notText({ file }) };
  }
  return result;
}

/** No file could be read: one sentence with the reason, instead of one for each file. */
function whyNothing(entries: readonly Entry[], found: readonly Finding[], { files }: SubmissionFormat): Finding[] {
  const misplaced = found.find(({ code }) => code === findings.misplaced.code);
  const others = found.filter(({ code }) => code !== findings.missing.code && code !== findings.misplaced.code);
  const first = others.find(({ severity, code }) => severity === 'file' || code === findings.unreadableFolders.code);
  return [reason(), ...others];

  function reason(): Finding {
    if (entries.length === 0) return findings.empty();
    if (first) return findings.nothingReadable(first.message);
    if (misplaced) return findings.allMisplaced(misplaced.message);
    return findings.nothingKnown(files[0]!);
  }
}
