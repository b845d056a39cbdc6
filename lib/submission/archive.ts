/** A zip whose bytes depend only on its files' names and contents. */
import { buffer } from 'node:stream/consumers';
import { ZipArchive } from 'archiver';

/** The earliest date that a zip can hold. */
const date = new Date(Date.UTC(1980, 0, 1));

/**
 * Sorted entries with one fixed date, stored without compression: deflate's output varies with the processor and zlib version.
 *
 * @param files path with `/` → bytes
 * @param executable which of them are executable
 */
export async function deterministicZip(
  files: ReadonlyMap<string, Uint8Array>,
  executable: readonly string[] = [],
): Promise<Buffer> {
  const archive = new ZipArchive({ store: true });
  const failure = new Promise<never>((_, reject) => {
    archive.on('error', reject);
    archive.on('warning', reject);
  });
  const bytes = buffer(archive);
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    archive.append(Buffer.from(content), { name, date, mode: executable.includes(name) ? 0o755 : 0o644 });
  }
  await Promise.race([archive.finalize(), failure]);
  return Promise.race([bytes, failure]);
}
