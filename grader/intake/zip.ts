/** Lists and reads a zip. The central directory is authoritative; sizes in headers are never trusted. */
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry as ZipEntry, type ZipFile } from 'yauzl';
import { findings } from '../findings/index.ts';
import type { Finding } from '../types.ts';
import { type Entry, type Opened, type ReadResult, refused, tooLarge } from './entries.ts';
import { intakeLimits } from './limits.ts';
import { frame } from './zip_frame.ts';

export async function openZip(path: string): Promise<Opened> {
  const { size } = await stat(path);
  if (size === 0) return refused(findings.emptyUpload());
  if (size > intakeLimits.maxArchiveBytes) {
    return refused(findings.archiveTooLarge(size, intakeLimits.maxArchiveBytes));
  }
  return openZipBytes(await readFile(path));
}

export async function openZipBytes(file: Buffer): Promise<Opened> {
  const { bytes, before, behind } = frame(file) ?? { bytes: file, before: 0, behind: 0 };
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
    return await listEntries(zip, before + behind > 0 ? [findings.bytesAround(before, behind)] : []);
  } catch (error) {
    return unreadable(error);
  }
}

async function listEntries(zip: ZipFile, notes: readonly Finding[]): Promise<Opened> {
  // Exactly this many entries are read from the directory: here the header cannot lie.
  if (zip.entryCount > intakeLimits.maxEntries) {
    return refused(findings.tooManyEntries(zip.entryCount, intakeLimits.maxEntries));
  }
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    entries.push({
      rawPath: nameOf(entry),
      kind: kindOf(entry),
      read: (maxBytes) => readEntry(zip, entry, maxBytes),
    });
  }
  return { ok: true, entries, notes };
}

/** Info-ZIP on Linux writes names in UTF-8 without the flag. */
function nameOf(entry: ZipEntry): string {
  const saysEncoding = entry.extraFields.some(({ id }) => id === 0x7075) || (entry.generalPurposeBitFlag & 0x800) !== 0;
  if (!saysEncoding && isUtf8(entry.fileNameRaw)) return entry.fileNameRaw.toString('utf8');
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

function kindOf(entry: ZipEntry): Entry['kind'] {
  const type = (entry.externalFileAttributes >>> 16) & 0xf000; // Unix: S_IFMT of the mode
  // PowerShell 5.1 ends the names of folders with a backslash.
  if (/[/\\]$/.test(nameOf(entry)) || type === 0x4000) return 'folder';
  if (type === 0xa000) return 'link';
  if (type !== 0 && type !== 0x8000) return 'other';
  return entry.isEncrypted() ? 'encrypted' : 'file';
}

async function readEntry(zip: ZipFile, entry: ZipEntry, maxBytes: number): Promise<ReadResult> {
  if (!entry.canDecodeFileData()) {
    return { ok: false, finding: (file) => findings.oddPacking({ file }, entry.compressionMethod) };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop destroys the stream: nothing more is unpacked.
      if (size > maxBytes) return tooLarge(maxBytes);
      if (
        size > intakeLimits.ratioMatters.fromBytes &&
        size > intakeLimits.maxCompressionRatio * entry.compressedSize
      ) {
        return { ok: false, finding: (file) => findings.unpacksTooFar({ file }) };
      }
    }
  } catch (error) {
    const reason = sentence(error);
    return { ok: false, finding: (file) => findings.damaged({ file }, reason) };
  }
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) {
    return { ok: false, finding: (file) => findings.damaged({ file }, 'wrong checksum') };
  }
  return { ok: true, bytes };
}

function unreadable(error: unknown): Opened {
  return refused(findings.notAZip(sentence(error)));
}

/** The first sentence of a library's message: the rest is for programmers. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  return error.message.split(/[.\n]/, 1)[0] as string;
}
