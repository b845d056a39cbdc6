/** Courses and their rules. */
import { type CourseRules, parseCourse } from '../../grader/cohort/course_file.ts';
import type { Queryable } from './connection.ts';
import type { Role } from './people.ts';

export interface Course {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** As in `course.json`. */
  readonly rules: CourseRules;
}

interface CourseRow extends Omit<Course, 'rules'> {
  readonly rules: object;
}

const COLUMNS = 'c.id, c.slug, c.title, c.rules';

const parsed = (row: CourseRow): Course => ({
  ...row,
  rules: parseCourse(JSON.stringify(row.rules), `course ${row.slug}`),
});

/** Where a day begins if the course does not say. */
export const timeZoneOf = ({ rules }: Pick<Course, 'rules'>): string => rules.timeZone ?? 'UTC';

export async function addCourse(
  db: Queryable,
  { slug, title, rules = {} }: { slug: string; title: string; rules?: object },
): Promise<Course> {
  parseCourse(JSON.stringify(rules), `course ${slug}`);
  const [row] = await db.query<CourseRow>(
    `INSERT INTO course AS c (slug, title, rules) VALUES ($1, $2, $3::jsonb) RETURNING ${COLUMNS}`,
    [slug, title, JSON.stringify(rules)],
  );
  return parsed(row!);
}

export async function courseBySlug(db: Queryable, slug: string): Promise<Course | undefined> {
  const [row] = await db.query<CourseRow>(`SELECT ${COLUMNS} FROM course c WHERE c.slug = $1`, [slug]);
  return row && parsed(row);
}

export async function courseById(db: Queryable, id: string): Promise<Course> {
  const [row] = await db.query<CourseRow>(`SELECT ${COLUMNS} FROM course c WHERE c.id = $1`, [id]);
  return parsed(row!);
}

/** A person's courses with their role; for an administrator all, as instructor. */
export async function coursesOf(
  db: Queryable,
  person: { readonly id: string; readonly is_administrator: boolean },
): Promise<(Course & { role: Role })[]> {
  const rows = await db.query<CourseRow & { role: Role }>(
    `SELECT ${COLUMNS}, coalesce(m.role, 'instructor') AS role FROM course c
     LEFT JOIN membership m ON m.course_id = c.id AND m.person_id = $1
     WHERE m.role IS NOT NULL OR $2 ORDER BY c.created_at DESC`,
    [person.id, person.is_administrator],
  );
  return rows.map((row) => ({ ...parsed(row), role: row.role }));
}
