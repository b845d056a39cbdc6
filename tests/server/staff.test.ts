/** What staff do: regrade into a draft, own dates, partners, rosters. */

import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { submit } from '../../server/queue/enqueue.ts';
import { jobSource } from '../../server/queue/jobs.ts';
import { result, work, worker } from '../support/server/course.ts';
import { kinds } from '../support/server/postgres.ts';
import { openSite, type Site, upload, type Who } from '../support/server/site.ts';

describe.each(kinds)('on $name', (kind) => {
  let site: Site;
  const course = '/courses/dl-2027';
  beforeAll(async () => {
    site = await openSite(kind, { due: '2020-01-01T00:00:00Z', graceHours: 0, latePenaltyPercent: 50 });
  });
  afterAll(async () => {
    await site.close();
    await kind.end();
  });

  const post = async (who: Who, url: string, fields: Record<string, string>) => {
    const payload = new URLSearchParams({ csrf: await site.csrfToken(who), ...fields }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return site.as(who, { method: 'POST', url, headers, payload } satisfies InjectOptions);
  };
  const gradeNext = async (score: number, receipt: string) => {
    const jobs = jobSource(site);
    await jobs.finish(worker(), (await jobs.claim(worker()))!.claim, result(score, receipt));
  };
  const audited = async () =>
    (await site.db.query<{ action: string }>('SELECT action FROM audit ORDER BY id')).map(({ action }) => action);

  test('a regrade is seen by nobody until it is published', async () => {
    const report = `/submissions/${site.submission.id}/report`;
    const started = await post('staff', `${course}/regrades`, { reason: 'a fixed check' });
    expect(started.statusCode).toBe(303);
    const at = started.headers.location!;
    expect((await site.as('staff', { url: at })).body).toContain('0 of 1 graded');
    expect((await post('instructor', at, { action: 'publish' })).statusCode).toBe(409);

    await gradeNext(95, 'newer');
    const preview = (await site.as('staff', { url: at })).body;
    expect(preview).toContain('1 score changes');
    expect(preview).toMatch(/ann.*88.*95.*\+7/s);
    expect((await site.as('ann', { url: report })).body).toBe('<p>88 points</p>');
    expect((await site.as('ann', { url: course })).body).toContain('44 of 100');

    expect((await post('staff', at, { action: 'publish' })).statusCode).toBe(404);
    expect((await post('instructor', at, { action: 'publish' })).statusCode).toBe(303);
    expect((await site.as('ann', { url: report })).body).toBe('<p>95 points</p>');
    expect((await post('instructor', at, { action: 'discard' })).statusCode).toBe(409);
    expect(await audited()).toEqual(['regrade', 'regrade: publish']);
  });

  test('a regrade with an equal receipt, or a discarded one, changes nothing', async () => {
    const report = `/submissions/${site.submission.id}/report`;
    const same = (
      await post('staff', `${course}/regrades`, { reason: 'to be sure', student: site.members.ann.person.id })
    ).headers.location!;
    await gradeNext(1, 'newer');
    expect((await site.as('staff', { url: same })).body).toContain('No score changes');
    const other = (await post('staff', `${course}/regrades`, { reason: 'an experiment' })).headers.location!;
    await gradeNext(2, 'newest');
    await post('instructor', other, { action: 'discard' });
    expect((await site.as('ann', { url: report })).body).toBe('<p>95 points</p>');
  });

  test('an own due date takes the penalty away, also after the grading', async () => {
    const student = `${course}/students/${site.members.ann.person.id}`;
    expect((await site.as('staff', { url: student })).body).toContain('47.5 of 100');
    const given = await post('staff', `${student}/exception`, {
      due: '2099-01-01T12:00',
      perDay: '',
      reason: 'illness',
    });
    expect(given.statusCode).toBe(303);
    expect((await site.as('staff', { url: student })).body).toContain('95 of 100');
    expect((await site.as('ann', { url: course })).body).toContain('your own date');
    expect((await post('staff', `${student}/exception`, { due: 'tomorrow' })).statusCode).toBe(422);
    await post('staff', `${student}/exception`, {});
    expect((await site.as('staff', { url: student })).body).toContain('47.5 of 100');
  });

  test('partners share what they handed in, and part with what is their own', async () => {
    const { ann, bob } = site.members;
    const student = `${course}/students/${bob.person.id}`;
    await post('staff', `${student}/partner`, { partner: ann.person.id });
    const seen = await site.as('bob', { url: `/submissions/${site.submission.id}` });
    expect(seen.statusCode).toBe(200);

    const bobs = (await submit(site, work(site.course, bob)))!;
    expect((await post('staff', `${student}/partner`, {})).statusCode).toBe(409);
    await gradeNext(60, 'b1');
    expect((await site.as('ann', { url: `/submissions/${bobs.id}` })).statusCode).toBe(200);

    expect((await post('staff', `${student}/partner`, {})).statusCode).toBe(303);
    expect((await site.as('ann', { url: `/submissions/${bobs.id}` })).statusCode).toBe(404);
    expect((await site.as('bob', { url: `/submissions/${bobs.id}` })).statusCode).toBe(200);
    expect((await site.as('bob', { url: `/submissions/${site.submission.id}` })).statusCode).toBe(404);
  });

  test('a roster is shown before it is applied, and removes nobody', async () => {
    const table =
      'Student,ID,SIS Login ID,Section,Email\n"Lovelace, Ada",7,al1,A,Ada@Example.edu\nAnn B.,8,ab2,A,ann@example.edu\n"<b>No</b>",9,nn,A,\n';
    const csrf = await site.csrfToken('staff');
    const dry = await site.as('staff', {
      method: 'POST',
      url: `${course}/roster`,
      ...upload(csrf, Buffer.from(table), 'roster.csv'),
    });
    expect(dry.statusCode).toBe(200);
    expect(dry.body).toContain('1 would be added, 1 renamed');
    expect(dry.body).toContain('ann → Ann B.');
    expect(dry.body).toMatch(/not on this roster \(they stay\).*bob/s);
    expect(dry.body).toContain('&lt;b&gt;No&lt;/b&gt;');
    expect(dry.body).toContain('Section');
    const count = async () => (await site.db.query('SELECT FROM membership WHERE role = $1', ['student'])).length;
    expect(await count()).toBe(2);
    await post('staff', `${course}/roster/apply`, { table, name: 'roster.csv' });
    expect(await count()).toBe(3);
    const names =
      'name,email\nMallory,administrator@localhost\nMallory,stranger@example.edu\nMallory,instructor@example.edu\n';
    await post('staff', `${course}/roster/apply`, { table: names, name: 'roster.csv' });
    expect(await site.db.query(`SELECT FROM person WHERE name = 'Mallory'`)).toEqual([]);
    const broken = await site.as('staff', {
      method: 'POST',
      url: `${course}/roster`,
      ...upload(csrf, Buffer.from('a,b\n1,2\n'), 'x.csv'),
    });
    expect(broken.statusCode).toBe(422);
    expect(broken.body).toContain('expected');
  });

  test('an instructor adds staff, and the last instructor stays', async () => {
    const url = `${course}/members`;
    expect((await post('staff', url, { email: 'new@example.edu', role: 'staff' })).statusCode).toBe(404);
    expect((await post('instructor', url, { email: 'New@example.edu', name: 'New', role: 'staff' })).statusCode).toBe(
      303,
    );
    expect((await site.as('instructor', { url })).body).toMatch(/New.*new@example\.edu.*staff/s);
    for (const role of ['student', 'none'])
      expect((await post('instructor', url, { email: 'instructor@example.edu', role })).statusCode).toBe(409);
    expect((await post('instructor', url, { email: 'new@example.edu', role: 'owner' })).statusCode).toBe(422);
    expect((await post('instructor', url, { email: 'new@example.edu', role: 'none' })).statusCode).toBe(303);
    expect((await site.as('instructor', { url })).body).not.toContain('new@example.edu');
  });

  test('grades.csv has a row for each student, and no formula', async () => {
    await site.db.query(`UPDATE person SET name = '=HYPERLINK("x")' WHERE email = 'bob@example.edu'`);
    const { body, headers } = await site.as('staff', { url: `${course}/grades.csv` });
    expect(headers['content-type']).toContain('text/csv');
    expect(body.split('\r\n')).toHaveLength(7); // a header, five students, and the end
    expect(body).toContain(`"'=HYPERLINK(""x"")"`);
  });
});
