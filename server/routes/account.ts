/** One's own account: tokens for `npm run submit`. */
import type { FastifyInstance } from 'fastify';
import { html, type Markup } from '../../harness/report/markup.ts';
import type { Service } from '../context.ts';
import { createApiToken, endApiTokens, type Session } from '../database/sessions.ts';
import { csrf, page } from '../pages/layout.ts';

export function accountRoutes(app: FastifyInstance, { db, origin }: Service): void {
  const config = { access: 'signed in' } as const;
  const shown = (session: Session, note: Markup) =>
    page(
      { title: 'Your account', session, above: [['/', 'Courses']] },
      html`<section><p>${session.person.name}, ${session.person.email}</p>${note}
<h2>Handing in from a terminal</h2>
<p>Run <code>npm run signin -- ${origin}</code> in the assignment’s folder, and paste a token from here. Then <code>npm run submit</code> hands in.</p>
<form method="post" action="/account/tokens">${csrf(session)}<button>Make a token</button></form>
<form method="post" action="/account/tokens/end">${csrf(session)}<p><button class="plain">End all my tokens</button></p></form></section>`,
    );

  app.get('/account', { config }, async ({ session }, reply) => reply.type('text/html').send(shown(session!, html``)));

  app.post('/account/tokens', { config }, async ({ session }, reply) => {
    const token = await createApiToken(db, session!.person.id);
    const note = html`<p class="note">Your token, shown only now: <code>${token}</code><br>Whoever has it can hand in as you.</p>`;
    return reply.type('text/html').send(shown(session!, note));
  });

  app.post('/account/tokens/end', { config }, async ({ session }, reply) => {
    await endApiTokens(db, session!.person.id);
    return reply.type('text/html').send(shown(session!, html`<p class="note">All your tokens are ended.</p>`));
  });
}
