/** Every route, as every person, with somebody else's ids: who gets in is decided in one place, and this walks all of it. */
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addGuard, type RouteAccess } from '../../server/auth/guard.ts';
import { kinds } from '../support/server/postgres.ts';
import { openSite, people, type Site, type Who } from '../support/server/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite(kinds[0]!);
});
afterAll(() => site.close());

const mayUse: Readonly<Record<RouteAccess['access'], readonly Who[]>> = {
  public: people,
  'signed in': people.filter((who) => who !== 'nobody'),
  member: ['ann', 'bob', 'staff', 'instructor', 'administrator'],
  staff: ['staff', 'instructor', 'administrator'],
  instructor: ['instructor', 'administrator'],
  administrator: ['administrator'],
};
/** Of what is behind an id of Ann's submission. */
const maySeeOfAnn: readonly Who[] = ['ann', 'staff', 'instructor', 'administrator'];

const address = (url: string): string =>
  url
    .replace(':course', 'dl-2027')
    .replace(':id', site.submission.id)
    .replace(':person', site.members.ann.person.id)
    .replace(/:\w+/g, '00000000-0000-4000-8000-00000000dead');

async function statusFor(who: Who, { method, url, byToken }: RouteAccess): Promise<number> {
  const headers = byToken && who !== 'nobody' ? { authorization: `Bearer ${site.tokenOf(who)}` } : {};
  const payload = method === 'POST' && who !== 'nobody' ? `csrf=${await site.csrfToken(who)}` : undefined;
  const type = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const { statusCode } = await site.as(who, {
    method: method as 'GET',
    url: address(url),
    headers: { ...headers, ...type },
    ...(payload && { payload }),
  });
  return statusCode;
}

test('nobody gets in where they may not', async () => {
  const wrong: string[] = [];
  // Its stream never ends; the state beside it says the same. Signing out would end the walk.
  const routes = site.app.routeAccess.filter(({ url, method }) => !/events$|sign-out/.test(url) && method !== 'HEAD');
  expect(routes.length).toBeGreaterThan(12);
  for (const route of routes) {
    for (const who of people) {
      const isAllowed = mayUse[route.access].includes(who) && (!route.url.includes(':id') || maySeeOfAnn.includes(who));
      const status = await statusFor(who, route);
      const isRefused = who === 'nobody' ? [302, 401].includes(status) : status === 404;
      if (!isAllowed && !isRefused) wrong.push(`${who} got ${status} from ${route.method} ${route.url}`);
      if (isAllowed && [401, 403].includes(status) && route.method === 'GET')
        wrong.push(`${who} was refused ${route.url}: ${status}`);
      if (status >= 500) wrong.push(`${who} got ${status} from ${route.method} ${route.url}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('not yours and not there are the same answer', async () => {
  const { submission } = site;
  const theirs = await site.as('bob', { url: `/submissions/${submission.id}` });
  const nowhere = await site.as('bob', { url: '/submissions/00000000-0000-4000-8000-00000000dead' });
  expect(theirs.statusCode).toBe(404);
  expect(theirs.body).toBe(nowhere.body);
  const notAnId = await site.as('bob', { url: `/submissions/1'; DROP TABLE person` });
  expect(notAnId.statusCode).toBe(404);
});

test('what staff see in a report is not for students', async () => {
  const { submission } = site;
  const url = `/submissions/${submission.id}/report`;
  expect((await site.as('ann', { url })).body).toBe('<p>88 points</p>');
  expect((await site.as('ann', { url: `${url}?audience=staff` })).statusCode).toBe(404);
  expect((await site.as('staff', { url: `${url}?audience=staff` })).body).toContain('hidden');
});

test('a role that was taken away is gone at once', async () => {
  const { db, course, members } = site;
  const url = `/courses/${course.slug}/class`;
  expect((await site.as('staff', { url })).statusCode).toBe(200);
  await db.query(`UPDATE membership SET role = 'student' WHERE person_id = $1`, [members.staff.person.id]);
  expect((await site.as('staff', { url })).statusCode).toBe(404);
  await db.query(`UPDATE membership SET role = 'staff' WHERE person_id = $1`, [members.staff.person.id]);
});

test('a route that does not say who may use it stops the start', async () => {
  const app = Fastify();
  addGuard(app, { db: site.db, origin: 'http://localhost' });
  expect(() => app.get('/forgotten', async () => 'open to all')).toThrow('/forgotten does not say who may use it');
});
