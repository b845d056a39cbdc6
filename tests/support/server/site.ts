/** The service without a network: two courses, one person of each role, and requests as each of them. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type PgBoss from 'pg-boss';
import { pino } from 'pino';
import { assignment } from '../../../assignment/assignment.ts';
import { buildApp } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import type { Database } from '../../../server/database/connection.ts';
import { addCourse, type Course } from '../../../server/database/courses.ts';
import { ensureAdministrator } from '../../../server/database/people.ts';
import { createApiToken, createSession, sessionOf } from '../../../server/database/sessions.ts';
import type { SubmissionRow } from '../../../server/database/submissions.ts';
import { ensureQueue, queueOf, startBoss } from '../../../server/queue/boss.ts';
import { type QueueContext, submit } from '../../../server/queue/enqueue.ts';
import { jobSource } from '../../../server/queue/jobs.ts';
import { exampleCourse, type Member, member, result, work, worker } from './course.ts';
import type { Kind } from './postgres.ts';

export const people = ['nobody', 'ann', 'bob', 'staff', 'instructor', 'stranger', 'administrator'] as const;
/** `ann` and `bob` are students of the course, `stranger` an instructor of another one. */
export type Who = (typeof people)[number];

export interface Site extends QueueContext {
  readonly app: FastifyInstance;
  readonly course: Course;
  readonly members: Readonly<Record<'ann' | 'bob' | 'staff' | 'instructor', Member>>;
  /** Ann's, graded. */
  readonly submission: SubmissionRow;
  /** What the log wrote. */
  readonly log: readonly string[];
  as(who: Who, request: InjectOptions): Promise<LightMyRequestResponse>;
  /** Of this person's session. */
  csrfToken(who: Who): Promise<string>;
  tokenOf(who: Who): string;
  close(): Promise<void>;
}

export async function openSite(kind: Kind, rules: object = {}, env: Record<string, string> = {}): Promise<Site> {
  const db: Database = await kind.open();
  const boss: PgBoss = await startBoss(db, (error) => {
    throw error;
  });
  const context = { db, boss, queue: queueOf('v1') };
  await ensureQueue(boss, context.queue);
  const course = await exampleCourse(db, rules);
  const other = await addCourse(db, { slug: 'other', title: 'Another course' });
  const members = {
    ann: await member(db, course, 'ann'),
    bob: await member(db, course, 'bob'),
    staff: await member(db, course, 'staff', 'staff'),
    instructor: await member(db, course, 'instructor', 'instructor'),
  };
  const stranger = await member(db, other, 'stranger', 'instructor');
  const administrator = await ensureAdministrator(db);

  const log: string[] = [];
  const config = readConfig({ A3_LOG_LEVEL: 'debug', ...env });
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const app = await buildApp({ ...context, assignment, config, log: logger });

  const ids = {
    ...mapValues(members, ({ person }) => person.id),
    stranger: stranger.person.id,
    administrator: administrator.id,
  };
  const sessions = new Map<string, string>();
  const tokens = new Map<string, string>();
  for (const [who, id] of Object.entries(ids)) {
    sessions.set(who, await createSession(db, id));
    tokens.set(who, await createApiToken(db, id));
  }
  const submission = (await submit(context, work(course, members.ann)))!;
  const jobs = jobSource(context);
  await jobs.finish(worker(), (await jobs.claim(worker()))!.claim, result(88));
  return {
    ...context,
    app,
    course,
    members,
    submission,
    log,
    as: (who, request) => {
      const cookies: Record<string, string> = sessions.has(who) ? { a3: sessions.get(who)! } : {};
      return app.inject({ ...request, cookies });
    },
    csrfToken: async (who) => (await sessionOf(db, sessions.get(who)!))!.csrfToken,
    tokenOf: (who) => tokens.get(who) ?? 'none',
    close: async () => {
      await app.close();
      await boss.stop({ graceful: false });
      await db.close();
    },
  };
}

const mapValues = <K extends string, V, W>(record: Readonly<Record<K, V>>, map: (value: V) => W): Record<K, W> =>
  Object.fromEntries(Object.entries<V>(record).map(([key, value]) => [key, map(value)])) as Record<K, W>;

/** A form with a file, as a browser sends it. */
export function upload(
  csrfToken: string | undefined,
  bytes: Uint8Array,
  name = 'a3.zip',
): Pick<InjectOptions, 'headers' | 'payload'> {
  const edge = 'edge';
  const field =
    csrfToken === undefined ? '' : `--${edge}\r\ncontent-disposition: form-data; name="csrf"\r\n\r\n${csrfToken}\r\n`;
  const head = `${field}--${edge}\r\ncontent-disposition: form-data; name="zip"; filename="${name}"\r\ncontent-type: application/zip\r\n\r\n`;
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
  };
}
