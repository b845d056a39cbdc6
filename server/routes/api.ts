/** For `npm run submit` and other programs: tokens instead of sessions, JSON instead of pages. */
import type { FastifyInstance } from 'fastify';
import { notFound } from '../auth/guard.ts';
import type { Service } from '../context.ts';
import { coursesOf } from '../database/courses.ts';
import { visibleResults } from '../database/results.ts';
import { visibleSubmission } from '../database/submissions.ts';
import { liveStates } from '../live/states.ts';
import { acceptUpload } from '../upload.ts';

export function apiRoutes(app: FastifyInstance, service: Service): void {
  const { db } = service;

  app.get('/api/v1/courses', { config: { access: 'signed in', byToken: true } }, async ({ session }) =>
    (await coursesOf(db, session!.person)).map(({ slug, title, role }) => ({ course: slug, title, role })),
  );

  app.post(
    '/api/v1/courses/:course/submissions',
    { config: { access: 'member', byToken: true, rateLimit: { max: 20, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { submission, notes } = await acceptUpload(service, request);
      return reply.code(201).send({ id: submission.id, submitted: submission.submitted_at, notes });
    },
  );

  app.get<{ Params: { id: string } }>(
    '/api/v1/submissions/:id',
    { config: { access: 'signed in', byToken: true } },
    async ({ params: { id }, session }) => {
      const submission = await visibleSubmission(db, id, session!.person.id);
      if (!submission) throw notFound();
      const [state, results] = await Promise.all([liveStates(db, [id]), visibleResults(db, id)]);
      return { id, submitted: submission.submitted_at, ...state.get(id), results };
    },
  );
}
