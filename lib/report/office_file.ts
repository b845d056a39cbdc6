/**
 * The parts of a presentation: a zip of XML and pictures. It may be anything, also on a staff machine, so everything is bounded
 * while it is unpacked: what headers say of sizes is never trusted.
 */
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { StudentError } from '../errors.ts';

/** Far above an honest report (about 60 parts, 3 MiB). */
export const officeLimits = {
  maxFileBytes: 100 * 2 ** 20,
  maxParts: 5_000,
  /** Of one part: a picture. */
  maxPartBytes: 50 * 2 ** 20,
  /** Of one part that is parsed. */
  maxXmlBytes: 4 * 2 ** 20,
  /** Of all parts that are parsed, which takes about 1 s for 1 MiB of the worst kind. */
  maxTotalXmlBytes: 20 * 2 ** 20,
  /** Of all that is unpacked. */
  maxTotalBytes: 300 * 2 ** 20,
} as const;

export class OfficeFile {
  private totalBytes = 0;
  private totalXmlBytes = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws StudentError if it is not a readable zip */
  static async open(bytes: Buffer): Promise<OfficeFile> {
    if (bytes.length > officeLimits.maxFileBytes)
      throw new StudentError(
        `It has ${mebibytes(bytes.length)} MiB; at most ${mebibytes(officeLimits.maxFileBytes)} are accepted. Compress its pictures (PowerPoint: Picture Format, Compress Pictures).`,
      );
    try {
      const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
      if (zip.entryCount > officeLimits.maxParts)
        throw new StudentError(`It has ${zip.entryCount} parts, which no presentation of this size has.`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName.endsWith('/')) continue;
        if (entries.has(entry.fileName)) throw new StudentError(`It has the part ${entry.fileName} twice.`);
        entries.set(entry.fileName, entry);
      }
      return new OfficeFile(zip, entries);
    } catch (error) {
      throw damaged(error);
    }
  }

  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** @throws StudentError if the part is missing, damaged or too large */
  async read(name: string, maxBytes: number = officeLimits.maxPartBytes): Promise<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw new StudentError(`It lacks the part ${name}. ${SAVE_AGAIN}`);
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of await this.zip.openReadStreamPromise(entry)) {
        size += chunk.length;
        this.totalBytes += chunk.length;
        if (size > maxBytes || this.totalBytes > officeLimits.maxTotalBytes)
          throw new StudentError(
            `Its part ${name} is too large (over ${mebibytes(maxBytes)} MiB, or all of them are).`,
          );
        chunks.push(chunk);
      }
    } catch (error) {
      throw damaged(error);
    }
    return Buffer.concat(chunks);
  }

  /** @throws StudentError like {@link read}, or if it is not UTF-8 */
  async readText(name: string): Promise<string> {
    const bytes = await this.read(name, officeLimits.maxXmlBytes);
    this.totalXmlBytes += bytes.length;
    if (this.totalXmlBytes > officeLimits.maxTotalXmlBytes)
      throw new StudentError(
        `Its slides have more than ${mebibytes(officeLimits.maxTotalXmlBytes)} MiB without their pictures.`,
      );
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new StudentError(`Its part ${name} is not text in UTF-8. ${SAVE_AGAIN}`);
    }
  }
}

const SAVE_AGAIN = 'Open it in PowerPoint or LibreOffice, and save it again as .pptx.';

const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** What yauzl and zlib throw, as the student's: the first sentence, since the rest is for programmers. */
function damaged(error: unknown): unknown {
  if (error instanceof StudentError || !(error instanceof Error)) return error;
  return new StudentError(`It is damaged (${error.message.split(/[.\n]/, 1)[0]}). ${SAVE_AGAIN}`);
}
