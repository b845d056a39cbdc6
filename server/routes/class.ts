/** The class for staff, and its grades. */
import type { FastifyInstance } from 'fastify';
import { toCsv } from '../../grader/cohort/csv.ts';
import { nothingKnown } from '../../grader/cohort/metadata.ts';
import type { Row } from '../../grader/cohort/rows.ts';
import type { Results } from '../../grader/report/results_schema.ts';
import type { Service } from '../context.ts';
import { type Student, studentsOf } from '../database/cohort.ts';
import type { Queryable } from '../database/connection.ts';
import { timeZoneOf } from '../database/courses.ts';
import { PUBLISHED } from '../database/results.ts';
import { classPage } from '../pages/class.ts';
import { page } from '../pages/layout.ts';

export function classRoutes(app: FastifyInstance, { db }: Service): void {
  app.get('/courses/:course/class', { config: { access: 'staff' } }, async ({ course, session }, reply) => {
    const students = await studentsOf(db, course!);
    const [rows, queue] = await Promise.all([countedRows(db, students), queueOfCourse(db, course!.id)]);
    const main = classPage({ slug: course!.slug, timeZone: timeZoneOf(course!), students, rows, queue });
    return reply
      .type('text/html')
      .send(page({ title: `${course!.title}: the class`, session, above: [['/', 'Courses']], wide: true }, main));
  });

  app.get('/courses/:course/grades.csv', { config: { access: 'staff' } }, async ({ course }, reply) => {
    const header = ['name', 'email', 'student_number', 'score', 'timing', 'submitted', 'attempts'];
    const lines = (await studentsOf(db, course!)).map(({ person, standings }) => {
      const counted = standings.find(({ counts }) => counts);
      return [
        person.name,
        person.email,
        person.student_number ?? '',
        counted?.score,
        counted?.timing,
        counted?.submission.submitted_at.toISOString(),
        standings.length,
      ];
    });
    return reply
      .type('text/csv')
      .header('content-disposition', 'attachment; filename="grades.csv"')
      .send(toCsv([header, ...lines]));
  });
}

/** As the command line's cohort has them: the counted submissions with their results. */
async function countedRows(db: Queryable, students: readonly Student[]): Promise<Row[]> {
  const counted = students.flatMap(({ standings }) => standings.find(({ counts }) => counts) ?? []);
  const stored = await db.query<{ submission_id: string; results: Results }>(
    `SELECT DISTINCT ON (r.submission_id) r.submission_id, r.results FROM result r
     WHERE r.submission_id = ANY($1::uuid[]) AND ${PUBLISHED} ORDER BY r.submission_id, r.graded_at DESC`,
    [counted.map(({ submission }) => submission.id)],
  );
  const resultsOf = new Map(stored.map(({ submission_id, results }) => [submission_id, results]));
  return counted.map(({ submission: { id }, score }): Row => {
    const work = {
      path: id,
      name: id,
      metadata: nothingKnown,
      results: resultsOf.get(id)!,
      lastAttempt: 'ended',
      identity: { file: id, groups: [] },
    } as unknown as NonNullable<Row['work']>;
    return { work, counts: true, score, notes: [] };
  });
}

async function queueOfCourse(
  db: Queryable,
  courseId: string,
): Promise<{ queued: number; running: number; parked: number }> {
  const [row] = await db.query<{ queued: number; running: number; parked: number }>(
    `SELECT count(*) FILTER (WHERE state IN ('queued', 'waiting'))::int AS queued, count(*) FILTER (WHERE state = 'running')::int AS running,
     count(*) FILTER (WHERE state = 'parked')::int AS parked FROM grading WHERE course_id = $1 AND state IN ('queued', 'waiting', 'running', 'parked')`,
    [courseId],
  );
  return row!;
}
