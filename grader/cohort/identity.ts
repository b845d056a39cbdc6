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
  readonly system?: System | undefined;
  /** The person's name, as far as the export has it: `lindana`, `Ana Lind`. */
  readonly person?: string | undefined;
  /** The person's number in the learning system. */
  readonly id?: string | undefined;
  /** Orders uploads of one student: a later one has a greater number. */
  readonly upload?: number | undefined;
  /** Whether the learning system marked it late; undefined if it does not say. */
  readonly markedLate?: boolean | undefined;
}

export type System = 'Canvas' | 'Moodle' | 'Gradescope';

/**
 * Each matches a name in an export; `person` and `id` are stable, the rest changes with each upload:
 *
 * - Moodle: `Ana Lind_123456_assignsubmission_file_`, a folder, or a prefix of the file's name.
 * - Canvas: `lindana_LATE_4711_991234_work-1.zip`: sortable name, late or not, user, attachment, file, attempt.
 * - Gradescope: `submission_123456`, a folder.
 */
const exports: readonly (readonly [System, RegExp])[] = [
  ['Moodle', /^(?<person>.+)_(?<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)/u],
  ['Canvas', /^(?<person>[^_]+)_(?<late>LATE_)?(?<id>\d+)_(?<upload>\d+)_.+$/u],
  ['Canvas', /^(?<person>anon)_(?<late>LATE_)?(?<id>[A-Za-z0-9]{5})_(?<upload>\d+)_.+$/u],
  ['Gradescope', /^(?<person>submission)_(?<id>\d+)$/u],
];

/** @param path a zip or a folder */
export function identify(path: string): Identity {
  const base = basename(path);
  const folder = basename(dirname(path));
  const inFolder = `${folder}/${base}`;
  const own = exportParts(base);
  if (own) return { ...own, file: base, labels: [base, own.key, inFolder] };
  const ofFolder = exportParts(folder);
  if (ofFolder) return { ...ofFolder, file: inFolder, labels: [folder, ofFolder.key, inFolder] };
  return { key: base.replace(/\.zip$/i, ''), file: base, labels: [base, inFolder] };
}

/** Whether a learning system gave a file or folder its name. */
export const isExport = (name: string): boolean => exportParts(name) !== undefined;

function exportParts(name: string): Omit<Identity, 'file' | 'labels'> | undefined {
  for (const [system, rule] of exports) {
    const { person, id, late, upload } = rule.exec(name.normalize('NFC'))?.groups ?? {};
    if (!person || !id) continue;
    return {
      key: `${person}_${id}`,
      system,
      ...(system !== 'Gradescope' && { person }),
      id,
      ...(upload && { upload: Number(upload) }),
      ...(system === 'Canvas' && { markedLate: late !== undefined }),
    };
  }
  return undefined;
}
