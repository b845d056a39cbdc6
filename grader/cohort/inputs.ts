/** What among the given paths is a submission: zips, folders, and the exports of learning systems. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { systemReason } from '../../lib/system_errors.ts';
import { isSystemFile } from '../intake/paths.ts';
import { isExport } from './identity.ts';

export interface Inputs {
  /** Zips and folders to grade, sorted within each folder. */
  readonly submissions: readonly string[];
  /** What a student may have handed in, and is no submission. */
  readonly ignored: readonly { readonly path: string; readonly why: string }[];
}

/** Learning systems nest no deeper: cohort, student, attempt. */
const MAX_DEPTH = 4;

/** Intake refuses those that it cannot read, and tells the student how to make a zip. */
const ARCHIVE = /\.(zip|rar|7z|tar|tgz|tar\.gz)$/i;

/** Written beside submissions by the course, a learning system or a version control system. */
const OURS = /\.(csv|tsv|xlsx|yml|yaml)$|^course\.json$|submission_metadata\.json$|^(\.git|node_modules)$/i;

/**
 * A single file is a submission whatever it is, so that its student gets an answer. Of several paths, and in a folder, only
 * archives and folders with a file of the assignment are.
 *
 * @param files the assignment's files
 * @param out the output folder, which may be in the cohort's folder
 */
export async function findSubmissions(
  paths: readonly string[],
  files: readonly string[],
  out: string,
): Promise<Inputs> {
  const submissions: string[] = [];
  const ignored: { path: string; why: string }[] = [];
  const ignore = (path: string, why: string) => void ignored.push({ path, why });

  const look = async (path: string, depth: number): Promise<void> => {
    const name = basename(path);
    if (isSystemFile(name) || OURS.test(name) || path === resolve(out)) return;
    const stats = await stat(path).catch((error: unknown) => systemReason(error));
    if (typeof stats === 'string') return ignore(path, `it cannot be read: ${stats}`);
    if (stats.isFile()) {
      if (ARCHIVE.test(name) || (await isZip(path))) submissions.push(path);
      else ignore(path, 'it is no zip');
      return;
    }
    if (!stats.isDirectory()) return ignore(path, 'it is neither a file nor a folder');
    if (await isWork(path, files)) return void submissions.push(path);
    if (depth === MAX_DEPTH) return ignore(path, 'nothing of the assignment is in it');
    const [found, skipped] = [submissions.length, ignored.length];
    for (const child of await namesIn(path)) await look(join(path, child), depth + 1);
    if (submissions.length > found) return;
    // One line for the folder instead of one for each file in it.
    const held = ignored.splice(skipped).map((one) => basename(one.path));
    ignore(path, held.length > 0 ? `it holds ${list(held)}, and no zip` : 'it is empty');
  };

  const only = paths.length === 1 ? paths[0]! : undefined;
  if (only !== undefined && !(await stat(only)).isDirectory()) return { submissions: [only], ignored: [] };
  for (const path of paths) await look(path, 0);
  // A folder without anything known: its student gets an answer too, unless it is a cohort.
  if (only !== undefined && submissions.length === 0 && !(await hasFolders(only)))
    return { submissions: [only], ignored: [] };
  return { submissions, ignored };
}

/** Whether it holds files of the assignment, itself or in the only folder in it that does (as in a zip made of a folder). */
async function isWork(folder: string, files: readonly string[]): Promise<boolean> {
  if (await holds(folder, files)) return true;
  const children = await namesIn(folder);
  if (children.some((name) => ARCHIVE.test(name) || isExport(name))) return false;
  const versions = await Promise.all(children.map((name) => holds(join(folder, name), files)));
  const first = children[versions.indexOf(true)];
  if (versions.filter(Boolean).length !== 1 || first === undefined) return false;
  // A cohort of one: a clone.
  return !(await exists(join(folder, first, '.git')));
}

async function holds(folder: string, files: readonly string[]): Promise<boolean> {
  for (const file of files) if (await exists(join(folder, file))) return true;
  return false;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => !isSystemFile(name)).sort();

async function hasFolders(folder: string): Promise<boolean> {
  return (await readdir(folder, { withFileTypes: true })).some((child) => child.isDirectory());
}

/** By its first bytes: some exports drop the name's ending. */
async function isZip(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PK\x03\x04';
  } finally {
    await file.close();
  }
}

function list(names: readonly string[]): string {
  const rest = names.length - 3;
  return rest > 0 ? `${names.slice(0, 3).join(', ')} and ${rest} more` : names.join(', ');
}
