/** A zip inside the zip, as Finder, mail programs and some learning systems make it: read if it is the only one. */
import { foldPath } from '../../lib/submission/own_files.ts';
import { findings } from '../findings/index.ts';
import { type Entry, type Opened, refused } from './entries.ts';
import { intakeLimits } from './limits.ts';
import { baseName, isSystemFile, safePath, showPath, showPaths } from './paths.ts';
import { openZipBytes } from './zip.ts';

type Listed = Extract<Opened, { ok: true }>;

/** @returns the content of the only inner zip, if no file of the assignment is beside it; else `outer` */
export async function openInner(outer: Listed, files: readonly string[]): Promise<Opened> {
  const names = new Set(files.map((file) => foldPath(baseName(file))));
  const named = outer.entries.flatMap((entry) => {
    const path = safePath(entry.rawPath);
    return path === undefined || isSystemFile(path) ? [] : [{ path, entry }];
  });
  if (named.some(({ path }) => names.has(foldPath(baseName(path))))) return outer;
  const zips = named.filter(({ path, entry }) => /\.zip$/i.test(path) && entry.kind === 'file');
  if (zips.length > 1) return refused(findings.severalZips(zips.length, showPaths(zips.map(({ path }) => path))));
  return zips[0] ? readInner(outer, zips[0].path, zips[0].entry) : outer;
}

async function readInner(outer: Listed, path: string, entry: Entry): Promise<Opened> {
  const name = showPath(path);
  const read = await entry.read(intakeLimits.maxInnerArchiveBytes);
  if (!read.ok) return refused(findings.zipInsideUnread(name, read.finding(name).message));
  const inner = await openZipBytes(Buffer.from(read.bytes));
  if (!inner.ok) return refused(findings.zipInsideUnread(name, inner.finding.message));
  return { ...inner, notes: [...outer.notes, findings.zipInside(name), ...inner.notes] };
}
