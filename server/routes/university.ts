/** Signing in at the university, where one is named. */
import type { FastifyInstance } from 'fastify';
import { cookieName } from '../auth/guard.ts';
import { DONE, openUniversity } from '../auth/university.ts';
import type { Service } from '../context.ts';
import { personByEmail } from '../database/people.ts';
import { beginUniversitySignIn, createSession, endSession, endUniversitySignIn } from '../database/sessions.ts';
import { HttpError } from '../http_error.ts';

const again = () =>
  new HttpError(400, 'This sign-in was not completed, or its answer came twice. Start again at the sign-in page.');

export function universityRoutes(app: FastifyInstance, { db, config, origin }: Service): void {
  const university = openUniversity(config, origin);
  if (!university) return;
  const isSecure = origin.startsWith('https:');
  const attemptCookie = `${cookieName(origin)}-university`;
  // Lax: the browser comes back from the university's pages.
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const;
  const limited = { rateLimit: { max: 30, timeWindow: '1 minute' } };

  app.get('/sign-in/university', { config: { access: 'public', ...limited } }, async ({ log }, reply) => {
    const { url, attempt } = await university.begin().catch((error: Error) => {
      log.error({ reason: error.message }, 'the university cannot be asked');
      throw new HttpError(
        503,
        'Your university’s sign-in does not answer. Try again in a minute, or ask the course staff for a link.',
      );
    });
    return reply
      .setCookie(attemptCookie, await beginUniversitySignIn(db, attempt), { ...cookie, maxAge: 600 })
      .redirect(url.href);
  });

  app.get(DONE, { config: { access: 'public', ...limited } }, async (request, reply) => {
    const token = request.cookies[attemptCookie];
    const attempt = token ? await endUniversitySignIn(db, token) : undefined;
    if (!attempt) throw again();
    const email = await university.end(new URL(request.url, origin), attempt).catch((error: Error) => {
      request.log.warn({ reason: error.message }, 'a sign-in at the university was refused');
      throw again();
    });
    if (email === undefined)
      throw new HttpError(
        403,
        'Your university does not vouch for your address, so it cannot sign you in here. Ask the course staff for a link.',
      );
    const person = await personByEmail(db, email);
    if (!person) throw new HttpError(403, `No course here knows ${email}. Ask the course staff to add you.`);
    const before = request.cookies[cookieName(origin)];
    if (before) await endSession(db, before);
    return reply
      .clearCookie(attemptCookie, cookie)
      .setCookie(cookieName(origin), await createSession(db, person.id), cookie)
      .redirect('/', 303);
  });
}
