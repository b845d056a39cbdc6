/** What staff change while students hand in, and a regrade after a discarded one: nothing accepted is lost, and nobody is locked out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinTeams, leaveTeam } from '../../server/database/members.ts';
import { membershipOf } from '../../server/database/people.ts';
import { submissionsOf } from '../../server/database/submissions.ts';
import { submit } from '../../server/queue/enqueue.ts';
import { jobSource } from '../../server/queue/jobs.ts';
import { endRegrade, regraded, startRegrade } from '../../server/queue/regrades.ts';
import { type Member, member, result, work, worker } from '../support/server/course.ts';
import { kinds } from '../support/server/postgres.ts';
import { openSite, type Site } from '../support/server/site.ts';

describe.each(kinds)('on $name', (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite(kind);
  });
  afterAll(async () => {
    await site.close();
    await kind.end();
  });

  const gradeNext = async (score: number, receipt: string) => {
    const jobs = jobSource(site);
    await jobs.finish(worker(), (await jobs.claim(worker()))!.claim, result(score, receipt));
  };
  const join = (one: Member, other: Member) =>
    site.db.transaction((tx) => joinTeams(tx, site.course.id, one.person.id, other.person.id));
  const teamOf = async ({ person }: Member) => (await membershipOf(site.db, site.course.id, person.id))!.team_id;

  test('an upload that began before its team changed is not lost', async () => {
    const [cara, dan] = [await member(site.db, site.course, 'cara'), await member(site.db, site.course, 'dan')];
    expect(await join(cara, dan)).toBe(true);
    // Either may be the one that moves: both began before.
    for (const one of [cara, dan]) {
      const { id } = (await submit(site, work(site.course, one)))!;
      const seen = await submissionsOf(site.db, site.course.id, await teamOf(one));
      expect(seen.map((submission) => submission.id)).toContain(id);
      await gradeNext(50, `of ${one.person.name}`);
    }
  });

  test('who stays behind in a team can hand in again the same day', async () => {
    const [eve, fay] = [await member(site.db, site.course, 'eve'), await member(site.db, site.course, 'fay')];
    expect(await join(eve, fay)).toBe(true);
    for (const one of [eve, fay]) {
      await submit(site, work(site.course, one));
      await gradeNext(50, `of ${one.person.name}`);
    }
    expect(await site.db.transaction((tx) => leaveTeam(tx, site.course.id, eve.person.id))).toBe(true);
    expect(await submit(site, work(site.course, fay))).toBeDefined();
    await gradeNext(50, 'of fay again');
  });

  test('a regrade after a discarded one with the same grader has its scores', async () => {
    const start = () =>
      site.db.transaction((tx) =>
        startRegrade(site, tx, {
          courseId: site.course.id,
          personId: site.members.staff.person.id,
          reason: 'a fixed check',
          submissionIds: [site.submission.id],
        }),
      );
    const discarded = await start();
    await gradeNext(95, 'newer');
    await endRegrade(site.db, site.course.id, discarded, 'discarded');
    const again = await start();
    await gradeNext(95, 'newer');
    expect(await regraded(site.db, again)).toMatchObject([{ before: 88, after: 95 }]);
    await endRegrade(site.db, site.course.id, again, 'published');
    expect((await site.as('ann', { url: `/submissions/${site.submission.id}/report` })).body).toBe('<p>95 points</p>');
  });
});
