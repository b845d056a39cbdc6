/** The queue's promises: nothing accepted is lost, nothing is graded twice, nobody is starved. */

import type PgBoss from 'pg-boss';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../server/database/connection.ts';
import type { Course } from '../../server/database/courses.ts';
import { standingResults } from '../../server/database/results.ts';
import { ensureQueue, queueOf, startBoss } from '../../server/queue/boss.ts';
import { type QueueContext, submit } from '../../server/queue/enqueue.ts';
import { adoptStranded, type JobSource, jobSource, takeBackLost } from '../../server/queue/jobs.ts';
import { exampleCourse, member, result, work, worker } from '../support/server/course.ts';
import { kinds } from '../support/server/postgres.ts';

describe.each(kinds)('on $name', (kind) => {
  let db: Database;
  let boss: PgBoss;
  let context: QueueContext;
  let jobs: JobSource;
  let course: Course;

  beforeAll(async () => {
    db = await kind.open();
    boss = await startBoss(db, (error) => {
      throw error;
    });
    context = { db, boss, queue: queueOf('v1') };
    await ensureQueue(boss, context.queue);
    jobs = jobSource(context);
  });
  beforeEach(async () => {
    await db.script('TRUNCATE person, course, worker CASCADE; DELETE FROM pgboss.job');
    course = await exampleCourse(db);
  });
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await db.close();
    await kind.end();
  });

  const states = async () =>
    (await db.query<{ state: string }>('SELECT state FROM grading ORDER BY created_at')).map(({ state }) => state);
  const silence = (id: string) => db.query(`UPDATE worker SET seen_at = now() - interval '1 hour' WHERE id = $1`, [id]);

  test('a submission is graded once, and its result stands', async () => {
    const ann = await member(db, course, 'ann');
    const submission = (await submit(context, work(course, ann)))!;
    const job = (await jobs.claim(worker()))!;
    expect(job.submissionId).toBe(submission.id);
    expect([...job.zip]).toEqual([80, 75, 3, 4]);
    expect(await jobs.claim(worker())).toBeUndefined();
    expect(await jobs.finish(worker(), job.claim, result(88))).toBe(true);
    expect(await jobs.finish(worker(), job.claim, result(0, 'r2'))).toBe(false);
    expect((await standingResults(db, [submission.id])).get(submission.id)!.score).toBe(88);
    expect(await states()).toEqual(['done']);
  });

  test('without its job a submission is not there at all', async () => {
    const ann = await member(db, course, 'ann');
    const broken = { ...context, boss: Object.create(boss, { send: { value: async () => null } }) as PgBoss };
    await expect(submit(broken, work(course, ann))).rejects.toThrow('took no job');
    expect(await db.query('SELECT FROM submission')).toEqual([]);
  });

  test('first submissions come before resubmissions, and a resubmission replaces the queued one', async () => {
    const [ann, bob] = [await member(db, course, 'ann'), await member(db, course, 'bob')];
    await submit(context, work(course, ann));
    const again = (await submit(context, work(course, ann)))!;
    const first = (await submit(context, work(course, bob)))!;
    expect(await states()).toEqual(['replaced', 'queued', 'queued']);
    expect((await jobs.claim(worker()))!.submissionId).toBe(first.id);
    expect((await jobs.claim(worker()))!.submissionId).toBe(again.id);
    expect(await jobs.claim(worker())).toBeUndefined();
  });

  test('behind a running one the next waits, and others are not held up', async () => {
    const [ann, bob] = [await member(db, course, 'ann'), await member(db, course, 'bob')];
    await submit(context, work(course, ann));
    const running = (await jobs.claim(worker()))!;
    await submit(context, work(course, ann));
    const last = (await submit(context, work(course, ann)))!;
    const other = (await submit(context, work(course, bob)))!;
    expect(await states()).toEqual(['running', 'replaced', 'waiting', 'queued']);
    expect((await jobs.claim(worker()))!.submissionId).toBe(other.id);
    expect(await jobs.claim(worker())).toBeUndefined();
    await jobs.finish(worker(), running.claim, result(1));
    expect((await jobs.claim(worker()))!.submissionId).toBe(last.id);
  });

  test('what a lost worker had goes to another, and its late answer is refused', async () => {
    const ann = await member(db, course, 'ann');
    const submission = (await submit(context, work(course, ann)))!;
    const lost = worker();
    const late = (await jobs.claim(lost))!;
    expect(await takeBackLost(context)).toBe(0);
    await silence(lost.id);
    expect(await takeBackLost(context)).toBe(1);
    const job = (await jobs.claim(worker()))!;
    expect(await jobs.finish(lost, late.claim, result(0, 'late'))).toBe(false);
    expect(await jobs.finish(worker(), job.claim, result(77))).toBe(true);
    expect((await standingResults(db, [submission.id])).get(submission.id)!.score).toBe(77);
  });

  test('after three failures it is parked, and the next of its team is graded', async () => {
    const ann = await member(db, course, 'ann');
    await submit(context, work(course, ann));
    for (const attempt of [1, 2, 3]) {
      const job = (await jobs.claim(worker()))!;
      if (attempt === 3) await submit(context, work(course, ann));
      await jobs.fail(worker(), job.claim, `no memory, ${attempt}`);
    }
    expect(await states()).toEqual(['parked', 'queued']);
    const [parked] = await db.query<{ failure: string }>(`SELECT failure FROM grading WHERE state = 'parked'`);
    expect(parked!.failure).toBe('no memory, 3');
  });

  test('a worker that stops hands its job back untried', async () => {
    const ann = await member(db, course, 'ann');
    await submit(context, work(course, ann));
    for (let i = 0; i < 5; i++) await jobs.release((await jobs.claim(worker()))!.claim);
    expect(await states()).toEqual(['queued']);
  });

  test('a worker of another version gets nothing', async () => {
    const ann = await member(db, course, 'ann');
    await submit(context, work(course, ann));
    const other = { ...context, queue: queueOf('v2') };
    await ensureQueue(boss, other.queue);
    expect(await jobSource(other).claim(worker('v2'))).toBeUndefined();
  });

  test('after an upgrade the new version takes over what waits, once it has a worker and the old one has none', async () => {
    const ann = await member(db, course, 'ann');
    const submission = (await submit(context, work(course, ann)))!;
    const upgraded = { ...context, queue: queueOf('v2') };
    await ensureQueue(boss, upgraded.queue);
    const [old, fresh] = [worker('v1'), worker('v2')];
    await jobs.heartbeat(old, {});
    expect(await adoptStranded(upgraded)).toBe(0);
    await jobSource(upgraded).heartbeat(fresh, {});
    expect(await adoptStranded(upgraded)).toBe(0);
    await silence(old.id);
    expect(await adoptStranded(upgraded)).toBe(1);
    expect(await jobs.claim(worker('v1'))).toBeUndefined();
    expect((await jobSource(upgraded).claim(fresh))!.submissionId).toBe(submission.id);
  });

  test('of many uploads at the same instant no more than the limit are taken', async () => {
    const ann = await member(db, course, 'ann');
    const tried = await Promise.all(Array.from({ length: 8 }, () => submit(context, work(course, ann, 3))));
    expect(tried.filter(Boolean)).toHaveLength(3);
    expect((await states()).sort()).toEqual(['queued', 'replaced', 'replaced']);
  });

  test('an equal receipt changes nothing', async () => {
    const ann = await member(db, course, 'ann');
    const submission = (await submit(context, work(course, ann)))!;
    await jobs.finish(worker(), (await jobs.claim(worker()))!.claim, result(50));
    await submit(context, work(course, ann));
    await db.query(`UPDATE grading SET submission_id = $1 WHERE state = 'queued'`, [submission.id]);
    await jobs.finish(worker(), (await jobs.claim(worker()))!.claim, result(60));
    expect((await standingResults(db, [submission.id])).get(submission.id)!.score).toBe(50);
  });
});
