/** Names inside an archive: untrusted text, brought into one form or refused. */

const MAX_CHARS = 1000;
/** No language puts so many on one letter. */
const MANY_MARKS = /\p{M}{10}/u;

/** The path with `/`, without `.` and empty parts, in Unicode form NFC; undefined if it could lead out of its folder, or is no file's name. */
export function safePath(rawPath: string): string | undefined {
  // Before anything is made of it: normal forms take time that grows with the square of a run of combining marks.
  if (rawPath.length > MAX_CHARS || MANY_MARKS.test(rawPath)) return undefined;
  const path = rawPath.replaceAll('\\', '/').normalize('NFC');
  if (path.includes('\0') || path.startsWith('/')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const leadsOut = parts.includes('..') || /^[A-Za-z]:/.test(parts[0] ?? '');
  return leadsOut || parts.length === 0 ? undefined : parts.join('/');
}

/** What an operating system leaves beside people's files. */
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

/** The first of them, for a message. */
export function showPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).map(showPath).join(', ');
  return paths.length > 5 ? `${shown}, ...` : shown;
}
