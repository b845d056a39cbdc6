/** A course to look around in: students at every stage, handed in over ten days, graded for real by this server's worker. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assignment } from '../harness/assignment.ts';
import { sha256 } from '../lib/hash.ts';
import { Random } from '../lib/random.ts';
import { projectRoot } from '../lib/root.ts';
import { deterministicZip } from '../lib/submission/archive.ts';
import { addCourse, type Course, courseBySlug, timeZoneOf } from './database/courses.ts';
import { ensurePerson, type Person, type Role, setRole } from './database/people.ts';
import { type QueueContext, submit } from './queue/enqueue.ts';

const SLUG = 'demo';
const STUDENTS = 36;
const DAY_MS = 86_400_000;

const FIRST =
  'Ada Alan Barbara Chen Dana Edsger Emmy Farid Grace Hana Ivan Jamal Katherine Kenji Leila Mei Niklaus Olu Priya Radia'.split(
    ' ',
  );
const LAST =
  'Abe Costa Diaz Fischer García Haddad Ito Jensen Kim Lopez Meyer Nguyen Okafor Park Rossi Silva Tanaka Weiss'.split(
    ' ',
  );

export interface DemoPerson {
  readonly role: string;
  readonly person: Person;
}

/** @returns whose pages are worth seeing. A second start changes nothing. */
export async function buildDemo(context: QueueContext, assignment: Assignment): Promise<DemoPerson[]> {
  const { db } = context;
  const add = async (course: Course, name: string, email: string, role: Role, studentNumber?: string) => {
    const person = await ensurePerson(db, { name, email, studentNumber });
    await setRole(db, course.id, person.id, role);
    return person;
  };
  const existing = await courseBySlug(db, SLUG);
  const course =
    existing ?? (await addCourse(db, { slug: SLUG, title: 'Deep Learning (demo)', rules: rulesFrom(Date.now()) }));
  const instructor = await add(course, 'Irene Instructor', 'instructor@demo.example', 'instructor');
  const staff = await add(course, 'Tom Teaching', 'ta@demo.example', 'staff');
  const random = new Random('demo');
  const names = random.shuffle(FIRST.flatMap((first) => LAST.map((last) => `${first} ${last}`)));
  const students: Person[] = [];
  for (let i = 0; i < STUDENTS; i++)
    students.push(await add(course, names[i]!, `student${i + 1}@demo.example`, 'student', String(20_270_001 + i)));
  if (!existing) await handIn(context, assignment, course, students, random);
  return [
    { role: 'student', person: students[0]! },
    { role: 'TA', person: staff },
    { role: 'instructor', person: instructor },
  ];
}

const rulesFrom = (nowMs: number): object => ({
  due: new Date(nowMs - 2 * DAY_MS).toISOString(),
  graceHours: 24,
  latePenaltyPercent: 20,
  maxSubmissionsPerDay: 5,
  timeZone: 'America/New_York',
});

/** The first student solved everything; the others some files, a few twice, a few late, and one never ends. */
async function handIn(
  context: QueueContext,
  assignment: Assignment,
  course: Course,
  students: readonly Person[],
  random: Random,
): Promise<void> {
  const { files } = assignment.submission;
  for (const [i, person] of students.entries()) {
    if (i % 12 === 11) continue; // nothing yet
    const solved =
      i === 0 ? new Set(files) : new Set(files.filter(() => random.uniform() < 0.25 + 0.7 * (1 - i / STUDENTS)));
    const endless = i === 7 ? files.find((file) => file.startsWith('style_modules/')) : undefined;
    const zip = await zipOf(files, solved, endless);
    const submission = await submit(context, {
      courseId: course.id,
      personId: person.id,
      fileName: assignment.submission.archive,
      zip,
      sha256: sha256(zip),
      timeZone: timeZoneOf(course),
      perDay: undefined,
    });
    const daysAgo = 1 + 9 * random.uniform() ** 2;
    await context.db.query(
      `UPDATE submission SET submitted_at = now() - make_interval(secs => $2), day = (now() - make_interval(secs => $2))::date WHERE id = $1`,
      [submission!.id, daysAgo * 86_400],
    );
  }
}

async function zipOf(
  files: readonly string[],
  solved: ReadonlySet<string>,
  endless: string | undefined,
): Promise<Buffer> {
  const read = files.map(async (file): Promise<[string, Buffer]> => {
    const bytes = await readFile(join(projectRoot, solved.has(file) ? 'reference' : 'skeleton', file));
    return [file, file === endless ? Buffer.from(`${bytes}\nfor (;;) {}\n`) : bytes];
  });
  return deterministicZip(new Map(await Promise.all(read)));
}
