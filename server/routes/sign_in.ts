/** Signing in by a one-time link. Opening it uses nothing up: mail programs open links too. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { html } from '../../harness/report/markup.ts';
import { cookieName } from '../auth/guard.ts';
import type { Service } from '../context.ts';
import { personByEmail } from '../database/people.ts';
import { createLink, createSession, endSession, personOfLink, takeLink } from '../database/sessions.ts';
import { HttpError } from '../http_error.ts';
import { page } from '../pages/layout.ts';
import { readForm } from './form.ts';

const mailForm = z.object({ email: z.email() });
const MAX_OPEN_LINKS = 5;

export const linkOf = (origin: string, token: string): string => `${origin}/sign-in/${token}`;

const usedUp = () =>
  new HttpError(410, 'This link was used before, or is too old. Ask for a new one: each works once, for half an hour.');

export function signInRoutes(app: FastifyInstance, { db, origin, config, mailer }: Service): void {
  const name = cookieName(origin);
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:') } as const;
  const start = page(
    { title: 'Sign in', session: undefined },
    html`<section>${config.A3_OIDC_ISSUER !== undefined && html`<p><a class="button" href="/sign-in/university">Sign in at your university</a></p>`}
${
  mailer
    ? html`<form method="post"><label for="email">Your address at the university</label><input id="email" type="email" name="email" required autocomplete="email"> <button>Mail me a link</button></form>`
    : html`<p>You can also sign in with a link that works once. Ask the course staff for yours.</p>`
}</section>`,
  );
  const limited = { rateLimit: { max: 30, timeWindow: '1 minute' } };

  app.get('/sign-in', { config: { access: 'public' } }, async (request, reply) =>
    request.session ? reply.redirect('/') : reply.type('text/html').send(start),
  );

  if (mailer)
    app.post(
      '/sign-in',
      { config: { access: 'public', readsCsrfToken: true, ...limited } },
      async ({ body, log }, reply) => {
        const { email } = readForm(mailForm, body);
        // Whether somebody has this address shows neither in the answer nor in how long it takes: mail goes out afterwards.
        void sendLink(email).catch((error: Error) =>
          log.error({ code: (error as NodeJS.ErrnoException).code }, 'a sign-in link could not be mailed'),
        );
        return reply
          .type('text/html')
          .send(
            page(
              { title: 'Look into your mail', session: undefined },
              html`<section><p>If ${email} belongs to a course here, a link is on its way. It works once, for half an hour.</p></section>`,
            ),
          );
      },
    );

  const sendLink = async (email: string) => {
    const person = await personByEmail(db, email);
    if (person && (await mayAsk(person.id)))
      await mailer!.sendLink(person.email, linkOf(origin, await createLink(db, person.id)));
  };
  /** Nobody's mailbox is flooded: a few open links at a time. */
  const mayAsk = async (personId: string) => {
    const open = await db.query(
      'SELECT FROM sign_in_link WHERE person_id = $1 AND used_at IS NULL AND expires_at > now()',
      [personId],
    );
    return open.length < MAX_OPEN_LINKS;
  };

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
