/**
 * Whose submission a path is, by the names that learning systems give their exports: never by its position in a list, so that
 * one more student shifts nobody.
 */
import { basename, dirname } from 'node:path';

export interface Identity {
  /** Stable when the student resubmits: the export's identifier if there is one, else the file's name. */
  readonly key: string;
  /** The file as shown to people: with its folder if only that tells whose it is. */
  readonly file: string;
  /** What a roster may call it. */
  readonly labels: readonly string[];
  /** The person's number in the learning system. */
  readonly id?: string | undefined;
}

/**
 * Each matches a name in an export; `person` and `id` are stable, the rest changes with each upload:
 *
 * - Moodle: `Ana Lind_123456_assignsubmission_file_`, a folder, or a prefix of the file's name.
 * - Canvas: `lindana_LATE_4711_991234_work-1.zip`: sortable name, late or not, user, attachment, file.
 * - Gradescope: `submission_123456`, a folder.
 */
const exports = [
  /^(?<person>.+)_(?<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)/u,
  /^(?<person>[^_]+)_(?:LATE_)?(?<id>\d+)_\d+_.+$/u,
  /^(?<person>anon)_(?:LATE_)?(?<id>[A-Za-z0-9]{5})_\d+_.+$/u,
  /^(?<person>submission)_(?<id>\d+)$/u,
];

/** @param path a zip or a folder */
export function identify(path: string): Identity {
  const base = basename(path);
  const folder = basename(dirname(path));
  const inFolder = `${folder}/${base}`;
  const own = exportKey(base);
  if (own) return { ...own, file: base, labels: [base, own.key, inFolder] };
  const ofFolder = exportKey(folder);
  if (ofFolder) return { ...ofFolder, file: inFolder, labels: [folder, ofFolder.key, inFolder] };
  return { key: base.replace(/\.zip$/i, ''), file: base, labels: [base, inFolder] };
}

function exportKey(name: string): { key: string; id: string } | undefined {
  for (const rule of exports) {
    const { person, id } = rule.exec(name.normalize('NFC'))?.groups ?? {};
    if (person && id) return { key: `${person}_${id}`, id };
  }
  return undefined;
}
