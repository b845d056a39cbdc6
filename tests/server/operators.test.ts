/** Mail against a real mail server, metrics, the operators' page, and logs without secrets. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobSource } from '../../server/queue/jobs.ts';
import { worker } from '../support/server/course.ts';
import { kinds } from '../support/server/postgres.ts';
import { openSite, type Site, upload } from '../support/server/site.ts';

const PASSWORD = 'correct-horse-battery';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let site: Site;
const mails: string[] = [];
const smtp = new SMTPServer({
  authOptional: false,
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  onAuth: ({ username, password }, _, done) =>
    done(password === PASSWORD ? null : new Error('wrong'), { user: username }),
  onData: (stream, _, done) =>
    void text(stream).then((mail) => {
      mails.push(mail);
      smtp.emit('mail');
      done();
    }),
});

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  site = await openSite(
    kinds[0]!,
    {},
    {
      A3_SMTP_URL: `smtp://a3:${PASSWORD}@127.0.0.1:${port}`,
      A3_MAIL_FROM: 'grading@example.edu',
      A3_METRICS_TOKEN: 'a-token-for-metrics',
    },
  );
});
afterAll(async () => {
  await site.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const ask = (email: string) =>
  site.as('nobody', { method: 'POST', url: '/sign-in', headers: form, payload: `email=${encodeURIComponent(email)}` });

test('a link comes by mail, and signs in; for a stranger the answer is the same and no mail is sent', async () => {
  const stranger = await ask('nobody@example.edu');
  const [known] = await Promise.all([ask('ann@example.edu'), once(smtp, 'mail')]);
  expect(known.statusCode).toBe(200);
  expect(known.body.replace('ann@', '')).toBe(stranger.body.replace('nobody@', ''));
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain('To: ann@example.edu');
  const link = /\/sign-in\/([\w-]+)/.exec(mails[0]!.replaceAll('=\r\n', ''))![0];
  const signedIn = await site.as('nobody', { method: 'POST', url: link });
  expect(signedIn.statusCode).toBe(303);
});

test('nobody’s mailbox is flooded', async () => {
  for (let i = 0; i < 8; i++) await ask('bob@example.edu');
  const [row] = await site.db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM sign_in_link WHERE person_id = $1',
    [site.members.bob.person.id],
  );
  expect(row!.count).toBeLessThanOrEqual(5);
});

test('metrics say what waits, for this machine and for whoever has the token', async () => {
  await jobSource(site).heartbeat(worker(), {});
  const { body, statusCode } = await site.as('nobody', { url: '/metrics' });
  expect(statusCode).toBe(200);
  expect(body).toContain('a3_gradings{state="queued"} 0');
  expect(body).toContain('a3_worker_slots{version="v1"} 2');
  expect(body).toMatch(/a3_http_request_seconds_count\{route="\/sign-in",status="200"\} \d/);
  expect(body).not.toMatch(/sign-in\/[\w-]{20}/);
  const elsewhere = { remoteAddress: '192.0.2.7', url: '/metrics' };
  expect((await site.as('nobody', elsewhere)).statusCode).toBe(404);
  expect(
    (await site.as('nobody', { ...elsewhere, headers: { authorization: 'Bearer a-token-for-metrics' } })).statusCode,
  ).toBe(200);
});

test('the operators’ page tells of workers of another version', async () => {
  const jobs = jobSource(site);
  await jobs.heartbeat(worker('other'), {});
  const { body } = await site.as('administrator', { url: '/operators' });
  expect(body).toContain('Workers of other versions: other.');
});

test('an administrator adds a course and makes a link; both are on record', async () => {
  const csrf = await site.csrfToken('administrator');
  const send = (url: string, fields: Record<string, string>) =>
    site.as('administrator', {
      method: 'POST',
      url,
      headers: form,
      payload: new URLSearchParams({ csrf, ...fields }).toString(),
    });
  expect(
    (await send('/operators/courses', { slug: 'new', title: 'New', instructor: 'prof@example.edu' })).statusCode,
  ).toBe(303);
  expect(
    (await send('/operators/courses', { slug: 'Not OK', title: 'x', instructor: 'prof@example.edu' })).statusCode,
  ).toBe(422);
  const made = await send('/operators/links', { email: 'prof@example.edu' });
  const link = /\/sign-in\/[\w-]+/.exec(made.body)![0];
  expect((await site.as('nobody', { url: link })).body).toContain('prof@example.edu');
  const actions = await site.db.query<{ action: string }>('SELECT action FROM audit ORDER BY id');
  expect(actions.map(({ action }) => action)).toEqual(['course added', 'sign-in link made']);
});

test('neither logs nor answers hold a secret, whatever goes wrong', async () => {
  const csrf = await site.csrfToken('ann');
  await site.as('ann', {
    method: 'POST',
    url: '/courses/dl-2027/submissions',
    ...upload(csrf, Buffer.from('STUDENT-CODE')),
  });
  await site.as('ann', { url: '/api/v1/courses', headers: { authorization: `Bearer ${site.tokenOf('ann')}` } });
  const written = site.log.join('');
  for (const secret of [PASSWORD, csrf, site.tokenOf('ann'), 'STUDENT-CODE', 'a-token-for-metrics'])
    expect(written).not.toContain(secret);
});
