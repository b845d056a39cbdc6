/** Signing in by a one-time link. Opening it uses nothing up: mail programs open links too. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../../harness/report/markup.ts';
import { cookieName } from '../auth/guard.ts';
import type { Service } from '../context.ts';
import { createSession, endSession, personOfLink, takeLink } from '../database/sessions.ts';
import { HttpError } from '../http_error.ts';
import { page } from '../pages/layout.ts';

export const linkOf = (origin: string, token: string): string => `${origin}/sign-in/${token}`;

const usedUp = () =>
  new HttpError(410, 'This link was used before, or is too old. Ask for a new one: each works once, for half an hour.');

export function signInRoutes(app: FastifyInstance, { db, origin }: Service): void {
  const name = cookieName(origin);
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:') } as const;
  const limited = { rateLimit: { max: 30, timeWindow: '1 minute' } };

  app.get('/sign-in', { config: { access: 'public' } }, async (request, reply) => {
    if (request.session) return reply.redirect('/');
    return reply
      .type('text/html')
      .send(
        page(
          { title: 'Sign in', session: undefined },
          html`<section><p>You sign in with a link that works once. The course staff send it; whoever runs this server prints one with <code>npm run server:link -- EMAIL</code>.</p></section>`,
        ),
      );
  });

  app.get<{ Params: { token: string } }>(
    '/sign-in/:token',
    { config: { access: 'public', ...limited } },
    async ({ params }, reply) => {
      const person = await personOfLink(db, params.token);
      if (!person) throw usedUp();
      return reply.type('text/html').send(
        page(
          { title: 'Sign in', session: undefined },
          html`<section><p>This signs you in as <strong>${person.name}</strong> (${person.email}).</p>
<form method="post"><button>Sign in</button></form></section>`,
        ),
      );
    },
  );

  app.post<{ Params: { token: string } }>(
    '/sign-in/:token',
    { config: { access: 'public', readsCsrfToken: true, ...limited } },
    async (request, reply) => {
      const personId = await takeLink(db, request.params.token);
      if (!personId) throw usedUp();
      const before = request.cookies[name];
      if (before) await endSession(db, before);
      return signedIn(reply, personId);
    },
  );

  const signedIn = async (reply: FastifyReply, personId: string) =>
    reply.setCookie(name, await createSession(db, personId), cookie).redirect('/', 303);

  app.post('/sign-out', { config: { access: 'signed in' } }, async (request, reply) => {
    await endSession(db, request.cookies[name]!);
    return reply.clearCookie(name, cookie).redirect('/sign-in', 303);
  });
}
