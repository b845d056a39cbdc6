/**
 * When a submission was handed in, by whom, and when it was due: Gradescope's submission_metadata.json
 * (gradescope-autograders.readthedocs.io, "Submission Metadata"). Read from beside a submission, never from inside: what is
 * inside is the student's.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CourseError } from '../../lib/errors.ts';
import { systemReason } from '../../lib/system_errors.ts';
import { decode } from './decode.ts';

const METADATA_FILE = 'submission_metadata.json';

const time = z.iso.datetime({ offset: true });
const dates = z.object({ due_date: time.nullish() });

/** Other fields are ignored, since Gradescope may add some. Fields that are not needed may be null. */
const schema = z.object({
  created_at: time,
  assignment: dates.nullish(),
  users: z
    .array(
      z.object({
        name: z.string().nullish(),
        email: z.string().nullish(),
        /** This student's own dates: extensions. */
        assignment: dates.nullish(),
      }),
    )
    .nullish(),
  previous_submissions: z
    .array(z.object({ submission_time: time.nullish(), autograder_error: z.boolean().nullish() }))
    .nullish(),
});

export interface SubmissionMetadata {
  /** ISO 8601 with the course's offset, as Gradescope writes it. */
  readonly submitted?: string | undefined;
  readonly due?: string | undefined;
  /** The student's own due date, if later than everyone's: an extension, which a course's due date does not shorten. */
  readonly extended?: string | undefined;
  /** Whether the learning system marked it late. */
  readonly markedLate?: boolean | undefined;
  readonly names: readonly string[];
  readonly emails: readonly string[];
  /** Student numbers. */
  readonly ids: readonly string[];
  /** Times of the same students' other submissions that could be graded. */
  readonly otherSubmissions: readonly string[];
}

export const nothingKnown: SubmissionMetadata = { names: [], emails: [], ids: [], otherSubmissions: [] };

/** The latest of some times; undefined if there are none. */
export function latest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((one) => one !== undefined).sort((a, b) => Date.parse(b) - Date.parse(a))[0];
}

/** @throws CourseError if the file is invalid: staff's or Gradescope's fault, not the student's */
export function parseMetadata(text: string, path: string): SubmissionMetadata {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CourseError(`${path} is not JSON. Remove it, or replace it with Gradescope's.`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new CourseError(`${path} is not Gradescope's submission_metadata.json: ${z.prettifyError(parsed.error)}`);
  }
  const { created_at, assignment } = parsed.data;
  const users = parsed.data.users ?? [];
  // A group's work is due at the latest due date of its members.
  const own = latest(users.flatMap((user) => user.assignment?.due_date ?? []));
  const due = assignment?.due_date ?? undefined;
  return {
    submitted: created_at,
    due: latest([due, own]),
    ...(due && own && Date.parse(own) > Date.parse(due) && { extended: own }),
    names: users.flatMap(({ name }) => name ?? []),
    emails: users.flatMap(({ email }) => email ?? []),
    ids: [],
    otherSubmissions: (parsed.data.previous_submissions ?? [])
      .filter(({ autograder_error }) => !autograder_error)
      .flatMap(({ submission_time }) => submission_time ?? []),
  };
}

/**
 * For `work.zip`, `work.submission_metadata.json` beside it; else, if `isAlone`, `submission_metadata.json` in the same folder,
 * as in Gradescope's layout.
 *
 * @param isAlone whether the folder holds no other submission: otherwise the file could belong to any of them
 * @returns undefined if there is no such file
 */
export async function readMetadata(path: string, isAlone: boolean): Promise<SubmissionMetadata | undefined> {
  const own = `${path.replace(/\.zip$/i, '')}.${METADATA_FILE}`;
  for (const candidate of [own, ...(isAlone ? [join(dirname(path), METADATA_FILE)] : [])]) {
    const bytes = await readFile(candidate).catch((error: NodeJS.ErrnoException) => {
      // If the name is too long for the suffix, no such file exists.
      if (error.code === 'ENOENT' || error.code === 'ENAMETOOLONG') return undefined;
      throw new CourseError(`${candidate} cannot be read: ${systemReason(error)}.`, { cause: error });
    });
    if (bytes) return parseMetadata(decode(bytes, candidate).text, candidate);
  }
  return undefined;
}
