/** Sign-in, forms and uploads, as THREATS' "People" and "Uploads" try them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { createLink, personOfLink } from '../../server/database/sessions.ts';
import { kinds } from '../support/server/postgres.ts';
import { openSite, type Site, upload } from '../support/server/site.ts';

const honest = await deterministicZip(
  new Map([['visualizers/saliency_map.ts', Buffer.from('export class SaliencyMap {}\n')]]),
);
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(kinds)('on $name', (kind) => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite(kind, { maxSubmissionsPerDay: 3 });
  });
  afterAll(async () => {
    await site.close();
    await kind.end();
  });

  const link = () => createLink(site.db, site.members.bob.person.id);
  const submissionsOfBob = async () =>
    (await site.db.query('SELECT FROM submission WHERE person_id = $1', [site.members.bob.person.id])).length;

  test('a link signs in once; looking at it does not use it up', async () => {
    const url = `/sign-in/${await link()}`;
    expect((await site.as('nobody', { url })).body).toContain('bob');
    expect((await site.as('nobody', { url })).statusCode).toBe(200);
    const [one, two] = await Promise.all([
      site.as('nobody', { method: 'POST', url }),
      site.as('nobody', { method: 'POST', url }),
    ]);
    expect([one.statusCode, two.statusCode].sort()).toEqual([303, 410]);
    expect((await site.as('nobody', { url })).statusCode).toBe(410);
  });

  test('an old link is worth nothing, and the database holds no token', async () => {
    const token = await link();
    expect(await personOfLink(site.db, token)).toBeDefined();
    const [{ count }] = (await site.db.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM sign_in_link WHERE token_hash = $1',
      [token],
    )) as [{ count: number }];
    expect(count).toBe(0);
    await site.db.query(`UPDATE sign_in_link SET expires_at = now() - interval '1 second'`);
    expect((await site.as('nobody', { method: 'POST', url: `/sign-in/${token}` })).statusCode).toBe(410);
  });

  test('a session that was there before signing in is ended by it', async () => {
    const first = await site.as('nobody', { method: 'POST', url: `/sign-in/${await link()}` });
    const cookie = first.cookies[0]!;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    const cookies = { a3: cookie.value };
    const second = await site.app.inject({ method: 'POST', url: `/sign-in/${await link()}`, cookies });
    expect(second.cookies[0]!.value).not.toBe(cookie.value);
    expect((await site.app.inject({ url: '/', cookies })).headers.location).toBe('/sign-in');
  });

  test('a form from another site, or without its token, changes nothing', async () => {
    const url = `/courses/${site.course.slug}/submissions`;
    const own = await site.csrfToken('bob');
    const tried = [
      upload(undefined, honest),
      upload(await site.csrfToken('ann'), honest),
      { ...upload(own, honest), headers: { ...upload(own, honest).headers, origin: 'https://evil.example' } },
    ];
    for (const one of tried) expect((await site.as('bob', { method: 'POST', url, ...one })).statusCode).toBe(403);
    expect(await submissionsOfBob()).toBe(0);
    expect(
      (await site.as('bob', { method: 'POST', url: '/sign-out', headers: form, payload: 'csrf=x' })).statusCode,
    ).toBe(403);
  });

  test('what cannot be graded is refused at once with its reason, and costs no attempt', async () => {
    const url = `/courses/${site.course.slug}/submissions`;
    const csrf = await site.csrfToken('bob');
    const noZip = await site.as('bob', { method: 'POST', url, ...upload(csrf, Buffer.from('%PDF-1.7')) });
    expect(noZip.statusCode).toBe(422);
    expect(noZip.body).toContain('Nothing was handed in');
    const nothing = await site.as('bob', { method: 'POST', url, ...upload(csrf, new Uint8Array()) });
    expect(nothing.statusCode).toBe(422);
    const huge = await site.as('bob', { method: 'POST', url, ...upload(csrf, Buffer.alloc(2 ** 20 + 1)) });
    expect(huge.statusCode).toBe(413);
    expect(await submissionsOfBob()).toBe(0);
  });

  test('of three uploads at the same instant one is taken at a time', async () => {
    const url = `/courses/${site.course.slug}/submissions`;
    const csrf = await site.csrfToken('bob');
    const send = () => site.as('bob', { method: 'POST', url, ...upload(csrf, honest) });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409, 409]);
    expect(await submissionsOfBob()).toBe(1);
  });

  test('the day’s limit holds, and is said', async () => {
    const url = `/courses/${site.course.slug}/submissions`;
    const csrf = await site.csrfToken('bob');
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++)
      statuses.push((await site.as('bob', { method: 'POST', url, ...upload(csrf, honest) })).statusCode);
    expect(statuses).toEqual([303, 303, 429]);
    expect((await site.as('bob', { url: `/courses/${site.course.slug}` })).body).toContain(
      'You have made the 3 submissions of today',
    );
  });

  test('markup in names stays text, and a download has a name of ours', async () => {
    const url = `/courses/${site.course.slug}/submissions`;
    const name = '<script>alert(1)</script>\u202Egnp.zip';
    await site.db.query('DELETE FROM submission WHERE person_id = $1', [site.members.bob.person.id]);
    const sent = await site.as('bob', { method: 'POST', url, ...upload(await site.csrfToken('bob'), honest, name) });
    const page = await site.as('bob', { url: sent.headers.location! });
    expect(page.body).not.toContain('<script>alert');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const zip = await site.as('bob', { url: `${sent.headers.location}/zip` });
    expect(zip.headers['content-disposition']).toBe('attachment; filename="submission.zip"');
    expect(zip.headers['x-content-type-options']).toBe('nosniff');
    expect(zip.rawPayload.equals(honest)).toBe(true);
  });

  test('no page lets itself be framed but the report, by our own pages, with nothing allowed to run', async () => {
    const page = await site.as('ann', { url: `/courses/${site.course.slug}` });
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.body).not.toMatch(/<script(?! src="\/assets\/)|style="|onclick/);
    const report = await site.as('ann', { url: `/submissions/${site.submission.id}/report` });
    const policy = String(report.headers['content-security-policy']);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain('sandbox;');
    expect(policy).not.toContain('script-src');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  test('tokens are for programs only', async () => {
    const headers = { authorization: `Bearer ${site.tokenOf('bob')}` };
    expect((await site.as('nobody', { url: '/api/v1/courses', headers })).json()).toEqual([
      { course: site.course.slug, title: site.course.title, role: 'student' },
    ]);
    expect((await site.as('nobody', { url: `/courses/${site.course.slug}`, headers })).statusCode).toBe(302);
    expect((await site.as('bob', { url: '/api/v1/courses' })).statusCode).toBe(401);
  });

  test('the log holds no token', () => {
    const written = site.log.join('');
    expect(written).toContain('/sign-in/:token');
    expect(written).not.toMatch(/sign-in\/[\w-]{20}/);
  });
});
