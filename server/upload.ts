/** An upload, from a browser or the command line: read within its cap, looked at, and put into the queue. */
import type { FastifyRequest } from 'fastify';
import { sha256 } from '../lib/hash.ts';
import { expectCsrfToken } from './auth/guard.ts';
import type { Service } from './context.ts';
import { timeZoneOf } from './database/courses.ts';
import { beginUpload, endUpload, type SubmissionRow } from './database/submissions.ts';
import { HttpError } from './http_error.ts';
import { inspectUpload } from './intake.ts';
import { submit } from './queue/enqueue.ts';

export interface Accepted {
  readonly submission: SubmissionRow;
  /** What rules and intake say of it. */
  readonly notes: readonly string[];
}

/** @throws HttpError with the sentence for the student if it is not accepted */
export async function acceptUpload(service: Service, request: FastifyRequest): Promise<Accepted> {
  const { db, assignment } = service;
  const course = request.course!;
  const { person } = request.session!;
  if (!request.membership)
    throw new HttpError(403, 'You are not in this course, so you cannot hand in here. Add yourself to it first.');
  const { max_submissions_per_day: own } = request.membership;
  if (!(await beginUpload(db, person.id)))
    throw new HttpError(409, 'Another upload of yours is still running. Wait until it has ended, then try again.');
  try {
    const { name, bytes } = await readUpload(request);
    const { refusal, notes } = await inspectUpload(bytes, assignment);
    if (refusal) throw new HttpError(422, `${refusal} Nothing was handed in, and your earlier submissions stand.`);
    const perDay = own ?? course.rules.maxSubmissionsPerDay;
    const submission = await submit(service, {
      courseId: course.id,
      personId: person.id,
      fileName: name,
      zip: bytes,
      sha256: sha256(bytes),
      timeZone: timeZoneOf(course),
      perDay,
    });
    if (!submission)
      throw new HttpError(
        429,
        `This course takes ${perDay} submissions a day, and you have made them. Your earlier ones stand; the next day begins at midnight, ${timeZoneOf(course)}.`,
      );
    return { submission, notes };
  } finally {
    await endUpload(db, person.id);
  }
}

/** A form's parts come in their order: the token before the file. */
export async function readUpload(request: FastifyRequest): Promise<{ name: string; bytes: Uint8Array }> {
  if (!request.isMultipart()) throw new HttpError(415, 'Send the zip as a form with a file.');
  let isOwn = request.routeOptions.config.byToken === true;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname !== 'csrf') continue;
      expectCsrfToken(request, part.value);
      isOwn = true;
      continue;
    }
    if (!isOwn) expectCsrfToken(request, undefined);
    const bytes = await part.toBuffer();
    if (bytes.length === 0)
      throw new HttpError(
        422,
        'The file is missing or empty. Choose it again: to hand in, the zip that `npm run collect` made.',
      );
    // For display, and always escaped there.
    return { name: (part.filename || 'submission.zip').slice(0, 200), bytes };
  }
  throw new HttpError(
    422,
    'The file is missing or empty. Choose it again: to hand in, the zip that `npm run collect` made.',
  );
}
