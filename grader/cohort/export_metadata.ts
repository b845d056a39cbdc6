/** The `submission_metadata.yml` of Gradescope's "Export Submissions": one file for all of an assignment's submissions. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CourseError } from '../../lib/errors.ts';
import { unlessMissing } from '../../lib/files.ts';
import { decode } from './decode.ts';
import { nothingKnown, type SubmissionMetadata } from './metadata.ts';

const EXPORT_FILE = 'submission_metadata.yml';

/** Keys are Ruby's symbols; numbers and dates may be unquoted. */
const scalar = z.union([z.string(), z.number()]).nullish();
const schema = z.record(
  z.string(),
  z.object({
    ':submitters': z.array(z.object({ ':name': scalar, ':sid': scalar, ':email': scalar })).nullish(),
    ':created_at': z.string(),
  }),
);

type Export = ReadonlyMap<string, SubmissionMetadata>;

/** Reads each file once: it describes hundreds of submissions. */
export function exportMetadata(): (path: string) => Promise<SubmissionMetadata | undefined> {
  const files = new Map<string, Promise<Export | undefined>>();
  return async (path) => {
    const folders = [dirname(path), dirname(dirname(path))];
    const names = [basename(path), basename(dirname(path))];
    for (const [i, folder] of folders.entries()) {
      if (!files.has(folder)) files.set(folder, readExport(join(folder, EXPORT_FILE)));
      const found = (await files.get(folder))?.get(names[i]!);
      if (found) return found;
    }
    return undefined;
  };
}

async function readExport(path: string): Promise<Export | undefined> {
  const bytes = await unlessMissing(readFile(path));
  return bytes && parseExport(decode(bytes, path).text, path);
}

/** @throws CourseError if it is not Gradescope's */
export function parseExport(text: string, path: string): Export {
  const parsed = schema.safeParse(parseYaml(text, path));
  if (!parsed.success) {
    throw new CourseError(`${path} is not Gradescope's ${EXPORT_FILE}: ${z.prettifyError(parsed.error)}`);
  }
  const entries = Object.entries(parsed.data).map(([folder, one]): [string, SubmissionMetadata] => {
    const people = one[':submitters'] ?? [];
    const all = (key: ':name' | ':email' | ':sid') =>
      people.map((person) => String(person[key] ?? '')).filter((value) => value !== '');
    const submitted = instant(one[':created_at']);
    if (!submitted)
      throw new CourseError(
        `${path}: "${one[':created_at']}" is no time. Export the submissions from Gradescope again.`,
      );
    return [folder, { ...nothingKnown, submitted, names: all(':name'), emails: all(':email'), ids: all(':sid') }];
  });
  return new Map(entries);
}

function parseYaml(text: string, path: string): unknown {
  try {
    return parse(text, { version: '1.2' }); // in which a date stays text
  } catch (cause) {
    throw new CourseError(`${path} is not YAML. Export the submissions from Gradescope again.`, { cause });
  }
}

/** `2025-10-18 14:00:00.123456000 Z`, or with an offset such as ` -0400`, as ISO 8601. */
function instant(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d* ?(Z|UTC|[+-]\d\d:?\d\d)$/.exec(text.trim());
  if (!match) return undefined;
  const [, day, time, zone] = match;
  const offset = /^[ZU]/.test(zone!) ? 'Z' : zone!.replace(/^(...)(\d\d)$/, '$1:$2');
  const iso = `${day}T${time}${offset}`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}
