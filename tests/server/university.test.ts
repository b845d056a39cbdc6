/** Sign-in at a university: oidc-provider from npm is the real peer. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../scripts/server/postgres_server.ts';
import { kinds } from '../support/server/postgres.ts';
import { openSite, type Site } from '../support/server/site.ts';

const ORIGIN = 'http://127.0.0.1:8643';
let site: Site;
let university: Server;
/** Who signs in there next. */
let account = 'ann';

beforeAll(async () => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider: Provider = new Provider(issuer, {
    clients: [
      { client_id: 'a3', client_secret: 'of-the-client', redirect_uris: [`${ORIGIN}/sign-in/university/done`] },
    ],
    cookies: { keys: ['a key'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/auto/${uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: `${id}@example.edu`, email_verified: id !== 'bob' }),
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new provider.Grant({ clientId: 'a3', accountId: ctx.oidc.session!.accountId! });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/auto/')) return next();
    ctx.respond = false;
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: account } });
  });
  university = provider.listen(port, '127.0.0.1') as Server;
  await once(university, 'listening');
  site = await openSite(
    kinds[0]!,
    {},
    { A3_OIDC_ISSUER: issuer, A3_OIDC_CLIENT_ID: 'a3', A3_OIDC_CLIENT_SECRET: 'of-the-client' },
  );
});
afterAll(async () => {
  await site.close();
  university.close();
});

/** A browser: it keeps cookies and follows redirects until it comes back. */
async function atUniversity(start: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  for (;;) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0]!.split('=') as [string, string];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (!next) throw new Error(`The university answered ${answer.status}: ${await answer.text()}`);
    url = new URL(next, url).href;
    if (url.startsWith(ORIGIN)) return url.slice(ORIGIN.length);
  }
}

async function begin(): Promise<{ url: string; cookies: Record<string, string> }> {
  const { headers, cookies } = await site.app.inject({ url: '/sign-in/university' });
  return { url: headers.location!, cookies: { [cookies[0]!.name]: cookies[0]!.value } };
}

async function signIn(who: string) {
  account = who;
  const { url, cookies } = await begin();
  const answer = await atUniversity(url);
  return { answer, cookies, reply: await site.app.inject({ url: answer, cookies }) };
}

test('whoever the university vouches for is signed in, once for each answer', async () => {
  const { answer, cookies, reply } = await signIn('ann');
  expect(reply.statusCode).toBe(303);
  const session = reply.cookies.find(({ name, value }) => name === 'a3' && value !== '')!;
  expect((await site.app.inject({ url: '/account', cookies: { a3: session.value } })).body).toContain(
    'ann@example.edu',
  );
  expect((await site.app.inject({ url: answer, cookies })).statusCode).toBe(400);
});

test('an address that is not verified, or that no course knows, does not get in', async () => {
  expect((await signIn('bob')).reply.statusCode).toBe(403);
  const { reply } = await signIn('nobody-here');
  expect(reply.statusCode).toBe(403);
  expect(reply.body).toContain('No course here knows nobody-here@example.edu');
});

test('an answer in another browser, or to another attempt, is refused', async () => {
  account = 'ann';
  const [one, other] = [await begin(), await begin()];
  const answer = await atUniversity(one.url);
  expect((await site.app.inject({ url: answer })).statusCode).toBe(400);
  expect((await site.app.inject({ url: answer, cookies: other.cookies })).statusCode).toBe(400);
});

test('a token for another nonce is refused', async () => {
  account = 'ann';
  const { url, cookies } = await begin();
  await site.db.query(`UPDATE university_sign_in SET nonce = 'another'`);
  expect((await site.app.inject({ url: await atUniversity(url), cookies })).statusCode).toBe(400);
  expect(site.log.join('')).toContain('unexpected JWT claim value');
});

test('an answer with a changed issuer or a made-up code is refused', async () => {
  account = 'ann';
  const { url, cookies } = await begin();
  const answer = (await atUniversity(url)).replace(/code=[^&]+/, 'code=made-up');
  expect((await site.app.inject({ url: answer, cookies })).statusCode).toBe(400);
  const again = await begin();
  const foreign = (await atUniversity(again.url)).replace(
    /iss=[^&]+/,
    `iss=${encodeURIComponent('https://evil.example')}`,
  );
  expect((await site.app.inject({ url: foreign, cookies: again.cookies })).statusCode).toBe(400);
});
