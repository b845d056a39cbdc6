/** Finds the files of the assignment among an archive's entries. Only names are looked at here. */
import { findings } from '../findings/index.ts';
import type { Finding } from '../types.ts';
import type { Entry } from './entries.ts';
import { baseName, foldPath, isSystemFile, safePath, showPath } from './paths.ts';

export interface Selection {
  /** File of the assignment → the one regular entry that holds it. */
  readonly chosen: ReadonlyMap<string, Entry>;
  readonly findings: readonly Finding[];
}

interface Candidate {
  readonly path: string;
  readonly entry: Entry;
}

/** @param files those of the assignment */
export function select(entries: readonly Entry[], files: readonly string[]): Selection {
  const unsafe = entries.filter((entry) => safePath(entry.rawPath) === undefined);
  const named = entries
    .filter((entry) => entry.kind !== 'folder')
    .map((entry) => ({ path: safePath(entry.rawPath), entry }))
    .filter((candidate): candidate is Candidate => candidate.path !== undefined);
  const unreadable = named.filter(({ entry }) => entry.kind === 'unreadable').map(({ path }) => path);
  const candidates = named.filter(({ path, entry }) => entry.kind !== 'unreadable' && !isSystemFile(path));
  const root = findRoot(
    candidates.map(({ path }) => path),
    files,
  );

  const chosen = new Map<string, Entry>();
  const found: Finding[] = [];
  for (const file of files) {
    const wanted = foldPath(root + file);
    const result = pick(
      file,
      root,
      candidates.filter(({ path }) => foldPath(path) === wanted),
      candidates.find(({ path }) => isMisplaced(path, file, files)),
    );
    if ('entry' in result) chosen.set(file, result.entry);
    else found.push(result.finding);
  }

  const known = new Set(files.map((file) => foldPath(root + file)));
  const others = candidates.map(({ path }) => path).filter((path) => !known.has(foldPath(path)));
  const systemFiles = named.filter(({ path }) => isSystemFile(path)).map(({ path }) => path);
  if (unreadable.length > 0) found.push(findings.unreadableFolders(list(unreadable)));
  found.push(
    ...describeShape(
      root,
      unsafe.map(({ rawPath }) => rawPath),
      others,
      systemFiles,
    ),
  );
  return { chosen, findings: found };
}

/**
 * The folder that the submission lies in: '' or one level, with a slash at its end. What lies at the top counts first, then
 * the folder with most files of the assignment.
 */
function findRoot(paths: readonly string[], files: readonly string[]): string {
  const filesIn = new Map<string, number>();
  for (const path of paths) {
    const prefix = prefixOf(path, files);
    if (prefix !== undefined) filesIn.set(prefix, (filesIn.get(prefix) ?? 0) + 1);
  }
  if (filesIn.has('')) return '';
  const roots = [...filesIn].filter(([prefix]) => prefix.indexOf('/') === prefix.length - 1);
  roots.sort(([a, inA], [b, inB]) => inB - inA || (a < b ? -1 : 1));
  return roots[0]?.[0] ?? '';
}

/** What stands before the name of a file of the assignment: 'hw3/' for 'hw3/style_utils.ts', undefined for another file. */
function prefixOf(path: string, files: readonly string[]): string | undefined {
  const folded = foldPath(path);
  // The longest name counts: visualizers/gradcam.ts is that file, not a gradcam.ts in a folder "visualizers".
  const names = files.filter((name) => folded === name || folded.endsWith(`/${name}`));
  const longest = names.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : path.slice(0, path.length - longest.length);
}

function pick(
  file: string,
  root: string,
  matches: readonly Candidate[],
  elsewhere: Candidate | undefined,
): { entry: Entry } | { finding: Finding } {
  const problem = (finding: Finding) => ({ finding });
  const [match, second] = matches;
  if (!match) {
    if (!elsewhere) return problem(findings.missing({ file }));
    return problem(findings.misplaced({ file }, showPath(elsewhere.path)));
  }
  if (second) {
    const names = [...new Set(matches.map(({ entry }) => showPath(entry.rawPath)))].join(', ');
    return problem(findings.duplicate({ file }, matches.length, names));
  }
  if (match.path !== root + file) return problem(findings.misnamed({ file }, showPath(match.path)));
  switch (match.entry.kind) {
    case 'link':
      return problem(findings.link({ file }));
    case 'encrypted':
      return problem(findings.encrypted({ file }));
    case 'other':
      return problem(findings.notAFile({ file }));
    default:
      return { entry: match.entry };
  }
}

function isMisplaced(path: string, file: string, files: readonly string[]): boolean {
  const isElsewhere = !files.includes(path) && !path.split('/').includes('node_modules');
  return isElsewhere && foldPath(baseName(path)) === baseName(file);
}

function describeShape(
  root: string,
  unsafe: readonly string[],
  others: readonly string[],
  systemFiles: readonly string[],
): Finding[] {
  const remarks: Finding[] = [];
  if (root !== '') remarks.push(findings.inAFolder(showPath(root)));
  if (unsafe.length > 0) remarks.push(findings.unsafePaths(list(unsafe)));
  if (others.length > 0) {
    const top = [...new Set(others.map((path) => topLevel(path, root)))];
    remarks.push(findings.otherFiles(others.length, list(top)));
  }
  if (systemFiles.length > 0) remarks.push(findings.systemFiles(systemFiles.length, list(systemFiles)));
  return remarks;
}

function topLevel(path: string, root: string): string {
  const inside = path.startsWith(root) ? path.slice(root.length) : path;
  const slash = inside.indexOf('/');
  return slash < 0 ? inside : inside.slice(0, slash + 1);
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).map(showPath).join(', ');
  return paths.length > 5 ? `${shown}, ...` : shown;
}
