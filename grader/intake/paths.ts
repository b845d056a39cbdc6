/** Names inside an archive: untrusted text, normalized or refused. */

const MAX_CHARS = 1000;
/** No language puts this many on one letter. */
const MANY_MARKS = /\p{M}{10}/u;

/**
 * The path with `/`, without `.` and empty parts, in Unicode form NFC; undefined if it could lead out of its folder, or is not
 * a file name.
 */
export function safePath(rawPath: string): string | undefined {
  // Before normalization, whose time is quadratic in the length of a run of combining marks.
  if (rawPath.length > MAX_CHARS || MANY_MARKS.test(rawPath)) return undefined;
  const path = rawPath.replaceAll('\\', '/').normalize('NFC');
  if (path.includes('\0') || path.startsWith('/')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const leadsOut = parts.includes('..') || /^[A-Za-z]:/.test(parts[0] ?? '');
  return leadsOut || parts.length === 0 ? undefined : parts.join('/');
}

/** Files that operating systems add. */
export function isSystemFile(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) as string;
  return (
    parts.includes('__MACOSX') || name.startsWith('._') || ['.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(name)
  );
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The name for a message: without control and direction characters, not too long. */
export function showPath(rawPath: string): string {
  const short = rawPath.length <= MAX_CHARS ? rawPath : `${rawPath.slice(0, 40)}...${rawPath.slice(-40)}`;
  const clean = short.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '?');
  return clean.length <= 80 ? clean : `${clean.slice(0, 38)}...${clean.slice(-38)}`;
}

/** The first few, for a message. */
export function showPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).map(showPath).join(', ');
  return paths.length > 5 ? `${shown}, ...` : shown;
}
