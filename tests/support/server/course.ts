/** A course with people, and work for its queue that is not graded for real. */

import type { Queryable } from '../../../server/database/connection.ts';
import { addCourse, type Course } from '../../../server/database/courses.ts';
import {
  ensurePerson,
  type Membership,
  membershipOf,
  type Person,
  type Role,
  setRole,
} from '../../../server/database/people.ts';
import type { NewResult } from '../../../server/database/results.ts';
import type { Upload } from '../../../server/queue/enqueue.ts';
import type { Worker } from '../../../server/queue/jobs.ts';

export interface Member {
  readonly person: Person;
  readonly membership: Membership;
}

export async function member(db: Queryable, course: Course, name: string, role: Role = 'student'): Promise<Member> {
  const person = await ensurePerson(db, { email: `${name}@example.edu`, name });
  await setRole(db, course.id, person.id, role);
  return { person, membership: (await membershipOf(db, course.id, person.id))! };
}

export const exampleCourse = (db: Queryable, rules: object = {}): Promise<Course> =>
  addCourse(db, { slug: 'dl-2027', title: 'Deep Learning', rules });

export const work = (course: Course, { person }: Member, perDay?: number): Upload => ({
  courseId: course.id,
  personId: person.id,
  fileName: 'a3.zip',
  zip: new Uint8Array([80, 75, 3, 4]),
  sha256: 'ab',
  timeZone: 'America/New_York',
  perDay,
});

export const result = (score: number, receiptHash = 'r1'): NewResult => ({
  receiptHash,
  status: 'graded',
  score,
  maxScore: 100,
  visibleScore: score,
  visibleMaxScore: 100,
  results: { score, extra_data: { version: 1, status: 'graded', retry: false, findings: [] } },
  report: `<p>${score} points</p>`,
  staffReport: `<p>${score} points, hidden</p>`,
  seconds: 1,
});

let workers = 0;
export const worker = (version = 'v1'): Worker => ({
  id: `00000000-0000-4000-8000-${String(++workers).padStart(12, '0')}`,
  name: `worker-${workers}`,
  version,
  slots: 1,
});
