/** Finds the files of the assignment among an archive's entries. Only names are looked at here. */
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
  /** {@link foldPath} of it: made once, since there may be many files. */
  readonly folded: string;
  readonly entry: Entry;
}

/** @param files those of the assignment */
export function select(entries: readonly Entry[], files: readonly string[]): Selection {
  const unsafe: Entry[] = [];
  const named: Candidate[] = [];
  for (const entry of entries) {
    const path = safePath(entry.rawPath);
    if (path === undefined) unsafe.push(entry);
    else if (entry.kind !== 'folder') named.push({ path, folded: foldPath(path), entry });
  }
  const candidates = named.filter(({ path }) => !isSystemFile(path));
  const root = findRoot(candidates, files);

  const chosen = new Map<string, Entry>();
  const findings: Finding[] = [];
  for (const file of files) {
    const wanted = foldPath(root + file);
    const result = pick(
      file,
      root,
      candidates.filter(({ folded }) => folded === wanted),
      candidates.find((candidate) => isMisplaced(candidate, file, files)),
    );
    if ('entry' in result) chosen.set(file, result.entry);
    else findings.push(result.finding);
  }

  const known = new Set(files.map((file) => foldPath(root + file)));
  const others = candidates.filter(({ folded }) => !known.has(folded)).map(({ path }) => path);
  const systemFiles = named.filter(({ path }) => isSystemFile(path)).map(({ path }) => path);
  findings.push(
    ...describeShape(
      root,
      unsafe.map(({ rawPath }) => rawPath),
      others,
      systemFiles,
    ),
  );
  return { chosen, findings };
}

/**
 * The folder that the submission lies in: '' or one level, with a slash at its end. What lies at the top counts first, then
 * the folder with most files of the assignment.
 */
function findRoot(candidates: readonly Candidate[], files: readonly string[]): string {
  const filesIn = new Map<string, number>();
  for (const candidate of candidates) {
    const prefix = prefixOf(candidate, files);
    if (prefix !== undefined) filesIn.set(prefix, (filesIn.get(prefix) ?? 0) + 1);
  }
  if (filesIn.has('')) return '';
  const roots = [...filesIn].filter(([prefix]) => prefix.indexOf('/') === prefix.length - 1);
  roots.sort(([a, inA], [b, inB]) => inB - inA || (a < b ? -1 : 1));
  return roots[0]?.[0] ?? '';
}

/** What stands before the name of a file of the assignment: 'hw3/' for 'hw3/style_utils.ts', undefined for another file. */
function prefixOf({ path, folded }: Candidate, files: readonly string[]): string | undefined {
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
  const problem = (code: string, message: string) => ({ finding: { severity: 'file', code, file, message } as const });
  const [match, second] = matches;
  if (!match) {
    if (!elsewhere)
      return problem('intake.missing', `${file} is missing. Its part scores 0; put the file there, even if unsolved.`);
    const message = `${file} is missing, but there is ${showPath(elsewhere.path)}. Keep the folders as in the handout.`;
    return problem('intake.place', message);
  }
  if (second) {
    const names = [...new Set(matches.map(({ entry }) => showPath(entry.rawPath)))].join(', ');
    return problem(
      'intake.duplicate',
      `${file} is there ${matches.length} times (${names}), so none can be trusted. Hand in one.`,
    );
  }
  if (match.path !== root + file)
    return problem('intake.name', `${file} is called ${showPath(match.path)} here. Rename it.`);
  switch (match.entry.kind) {
    case 'link':
      return problem('intake.link', `${file} is a symbolic link. Put the file itself there.`);
    case 'encrypted':
      return problem('intake.encrypted', `${file} is encrypted. Make the zip without a password.`);
    case 'other':
      return problem('intake.kind', `${file} is not a regular file. Put your code there.`);
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
  const warning = (code: string, message: string): Finding => ({ severity: 'warning', code, message });
  const findings: Finding[] = [];
  if (root !== '')
    findings.push(warning('intake.folder', `Everything lies in a folder "${showPath(root)}". That is accepted.`));
  if (unsafe.length > 0) {
    const text = `Left aside, because the name is none of a file in this folder: ${list(unsafe)}. Names must be relative, without "..", and not overlong.`;
    findings.push(warning('intake.path', text));
  }
  if (others.length > 0) {
    const top = [...new Set(others.map((path) => topLevel(path, root)))];
    const text = `${count(others.length, 'other file')} left aside (${list(top)}): only the files of the assignment count.`;
    findings.push(warning('intake.ignored', text));
  }
  if (systemFiles.length > 0) {
    const text = `${count(systemFiles.length, 'file')} of the operating system left aside (${list(systemFiles)}).`;
    findings.push(warning('intake.system', text));
  }
  return findings;
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

function count(n: number, noun: string): string {
  return n === 1 ? `1 ${noun} was` : `${n} ${noun}s were`;
}
