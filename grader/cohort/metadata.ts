/**
 * When a submission was handed in, by whom, and when it was due: Gradescope's submission_metadata.json
 * (gradescope-autograders.readthedocs.io, "Submission Metadata"). It is read beside a submission, never inside: what is inside is the student's.
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

/** Other fields are left out: Gradescope may add some. What is not needed may be null. */
const schema = z.object({
  created_at: time,
  assignment: dates.nullish(),
  users: z
    .array(
      z.object({
        name: z.string().nullish(),
        email: z.string().nullish(),
        /** The dates that hold for this student: extensions. */
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
  readonly names: readonly string[];
  readonly emails: readonly string[];
  /** Of the same students' other submissions that could be graded. */
  readonly otherSubmissions: readonly string[];
}

export const nothingKnown: SubmissionMetadata = { names: [], emails: [], otherSubmissions: [] };

/** @throws CourseError if it is not such a file: staff's or Gradescope's doing, not the student's */
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
  // Work of a group is due when it is due for the last of them.
  const dueDates = [assignment, ...users.map((user) => user.assignment)].flatMap((one) => one?.due_date ?? []);
  const last = dueDates.sort((a, b) => Date.parse(b) - Date.parse(a))[0];
  return {
    submitted: created_at,
    due: last,
    names: users.flatMap(({ name }) => name ?? []),
    emails: users.flatMap(({ email }) => email ?? []),
    otherSubmissions: (parsed.data.previous_submissions ?? [])
      .filter(({ autograder_error }) => !autograder_error)
      .flatMap(({ submission_time }) => submission_time ?? []),
  };
}

/**
 * For `work.zip` the file `work.submission_metadata.json` beside it; else, if `isAlone`, `submission_metadata.json` in the
 * same folder, as Gradescope lays it out beside `submission/`.
 *
 * @param isAlone whether no other submission lies in the same folder: else nobody could tell whose that file is
 */
export async function readMetadata(path: string, isAlone: boolean): Promise<SubmissionMetadata> {
  const own = `${path.replace(/\.zip$/i, '')}.${METADATA_FILE}`;
  for (const candidate of [own, ...(isAlone ? [join(dirname(path), METADATA_FILE)] : [])]) {
    const bytes = await readFile(candidate).catch((error: NodeJS.ErrnoException) => {
      // A name that has no room for more has none beside it either.
      if (error.code === 'ENOENT' || error.code === 'ENAMETOOLONG') return undefined;
      throw new CourseError(`${candidate} cannot be read: ${systemReason(error)}.`, { cause: error });
    });
    if (bytes) return parseMetadata(decode(bytes, candidate).text, candidate);
  }
  return nothingKnown;
}
