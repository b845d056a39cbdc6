/** Finds the assignment's files among an archive's entries, by name only. */
import { foldPath } from '../../lib/submission/own_files.ts';
import { findings } from '../findings/index.ts';
import type { Finding } from '../types.ts';
import type { Entry } from './entries.ts';
import { baseName, isSystemFile, safePath, showPath, showPaths } from './paths.ts';

export interface Selection {
  /** File of the assignment → its only regular entry. */
  readonly chosen: ReadonlyMap<string, Entry>;
  readonly findings: readonly Finding[];
  /** The entry of a student's own file, if there is exactly one. */
  own(path: string): Entry | Finding | undefined;
  /** What else was noticed. @param own the files of the student's own that were read */
  remarks(own: ReadonlySet<string>): Finding[];
  /** Folders with versions of the same files, if none is at the top: it is unclear which one counts. */
  readonly rivals: readonly string[];
}

interface Candidate {
  readonly path: string;
  /** Its {@link foldPath}, computed once, since there may be many files. */
  readonly folded: string;
  readonly entry: Entry;
}

/** @param files the assignment's files */
export function select(entries: readonly Entry[], files: readonly string[]): Selection {
  const unsafe: Entry[] = [];
  const named: Candidate[] = [];
  for (const entry of entries) {
    const path = safePath(entry.rawPath);
    if (path !== undefined && entry.kind !== 'folder') named.push({ path, folded: foldPath(path), entry });
    else if (path === undefined && !isTopFolder(entry)) unsafe.push(entry);
  }
  const unreadable = named.filter(({ entry }) => entry.kind === 'unreadable').map(({ path }) => path);
  const candidates = named.filter(({ path, entry }) => entry.kind !== 'unreadable' && !isSystemFile(path));
  const versions = findVersions(candidates, files);
  const root = versions.has('') ? '' : ([...versions.keys()][0] ?? '');

  const chosen = new Map<string, Entry>();
  const found: Finding[] = [];
  for (const file of files) {
    const wanted = foldPath(root + file);
    const result = pick(
      file,
      root,
      candidates.filter(({ folded }) => folded === wanted),
      candidates.find((candidate) => isMisplaced(candidate, file, files)),
    );
    if ('entry' in result) chosen.set(file, result.entry);
    else found.push(result.finding);
  }

  const known = new Set(files.map((file) => foldPath(root + file)));
  const systemFiles = named.filter(({ path }) => isSystemFile(path)).map(({ path }) => path);
  const rivals = rivalsOf(root, versions);
  if (root === '' && rivals.length > 0) found.push(findings.otherVersions(showPaths(rivals)));
  if (unreadable.length > 0) found.push(findings.unreadableFolders(showPaths(unreadable)));
  const own = (path: string) => {
    const matches = candidates.filter(({ folded }) => folded === foldPath(root + path));
    if (!matches.some((match) => match.path === root + path)) return undefined;
    const result = pick(path, root, matches, undefined);
    return 'entry' in result ? result.entry : result.finding;
  };
  const remarks = (taken: ReadonlySet<string>) => {
    const isOther = ({ path, folded }: Candidate) => !known.has(folded) && !taken.has(path.slice(root.length));
    const others = candidates.filter(isOther).map(({ path }) => path);
    const unsafePaths = unsafe.map(({ rawPath }) => rawPath);
    return describeShape(root, unsafePaths, others, systemFiles);
  };
  return { chosen, findings: found, own, remarks, rivals: root === '' ? [] : rivals.map(showPath) };
}

/** An entry for the archive's root, as written by tar: './'. */
function isTopFolder({ kind, rawPath }: Entry): boolean {
  return kind === 'folder' && /^(\.[/\\])*\.?$/.test(rawPath);
}

/**
 * The folders that a submission may be in, '' or one level, with a trailing slash → the assignment's files in them. The folder
 * with the most files comes first.
 */
function findVersions(candidates: readonly Candidate[], files: readonly string[]): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const candidate of candidates) {
    const prefix = prefixOf(candidate, files);
    if (prefix === undefined || !/^([^/]+\/)?$/.test(prefix)) continue;
    versions.set(prefix, (versions.get(prefix) ?? new Set()).add(candidate.folded.slice(foldPath(prefix).length)));
  }
  return new Map([...versions].sort(([a, inA], [b, inB]) => inB.size - inA.size || (a < b ? -1 : 1)));
}

/** The folders that share a file of the assignment with `root`; including `root` itself if there are several. */
function rivalsOf(root: string, versions: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const own = versions.get(root) ?? new Set();
  const others = [...versions].filter(([folder, files]) => folder !== root && [...files].some((file) => own.has(file)));
  const rivals = others.map(([folder]) => folder);
  return root === '' || rivals.length === 0 ? rivals : [root, ...rivals];
}

/** The path before the name of a file of the assignment: 'hw3/' for 'hw3/style_utils.ts', undefined for another file. */
function prefixOf({ path, folded }: Candidate, files: readonly string[]): string | undefined {
  // The longest match counts: visualizers/gradcam.ts is that file, not a gradcam.ts in a folder "visualizers".
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

function isMisplaced({ path, folded }: Candidate, file: string, files: readonly string[]): boolean {
  const hasName = baseName(folded) === baseName(file);
  return hasName && !files.includes(path) && !path.split('/').includes('node_modules');
}

function describeShape(
  root: string,
  unsafe: readonly string[],
  others: readonly string[],
  systemFiles: readonly string[],
): Finding[] {
  const remarks: Finding[] = [];
  if (root !== '') remarks.push(findings.inAFolder(showPath(root)));
  if (unsafe.length > 0) remarks.push(findings.unsafePaths(showPaths(unsafe)));
  if (others.length > 0) {
    const top = [...new Set(others.map((path) => topLevel(path, root)))];
    remarks.push(findings.otherFiles(others.length, showPaths(top)));
  }
  if (systemFiles.length > 0) remarks.push(findings.systemFiles(systemFiles.length, showPaths(systemFiles)));
  return remarks;
}

function topLevel(path: string, root: string): string {
  const inside = path.startsWith(root) ? path.slice(root.length) : path;
  const slash = inside.indexOf('/');
  return slash < 0 ? inside : inside.slice(0, slash + 1);
}
