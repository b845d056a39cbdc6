/** One submission: its way through the queue, its report, its zip. Whose it is, is part of every query. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { html } from '../../harness/report/markup.ts';
import { notFound } from '../auth/guard.ts';
import type { Service } from '../context.ts';
import { courseById, timeZoneOf } from '../database/courses.ts';
import { reportOf } from '../database/results.ts';
import { type SubmissionRow, visibleSubmission, zipOf } from '../database/submissions.ts';
import { type LiveState, liveStates } from '../live/states.ts';
import { page, time } from '../pages/layout.ts';

interface Path {
  Params: { id: string };
}

export function submissionRoutes(app: FastifyInstance, { db, live }: Service): void {
  const own = async ({ params, session }: FastifyRequest<Path>): Promise<SubmissionRow & { as_staff: boolean }> => {
    const found = await visibleSubmission(db, params.id, session!.person.id);
    if (!found) throw notFound();
    return found;
  };
  const stateOf = async ({ id }: SubmissionRow): Promise<LiveState> => (await liveStates(db, [id])).get(id)!;
  const config = { access: 'signed in' } as const;

  app.get<Path>('/submissions/:id', { config }, async (request, reply) => {
    const submission = await own(request);
    const [course, state, report] = await Promise.all([
      courseById(db, submission.course_id),
      stateOf(submission),
      reportOf(db, submission.id, 'student'),
    ]);
    const where = `/submissions/${submission.id}`;
    const main = html`<section><p>Handed in ${time(submission.submitted_at, timeZoneOf(course))} as <code>${submission.file_name}</code>. <a href="${where}/zip">What you handed in</a></p>
${
  state.isOver
    ? html`<p>${state.text}</p>`
    : html`<div data-live="${where}"><p role="status">${state.text}</p><progress aria-label="Progress"></progress></div>
<noscript><p><a href="${where}">Look again</a></p></noscript>`
}
${report !== undefined && html`<p><a href="${where}/report">The report alone</a>${submission.as_staff && html` · <a href="${where}/report?audience=staff">with hidden checks</a>`}</p>`}</section>
${report !== undefined && html`<iframe src="${where}/report" title="Report" sandbox="allow-top-navigation-by-user-activation"></iframe>`}`;
    const title = state.isOver ? 'Your submission' : 'Your submission is on its way';
    return reply.type('text/html').send(
      page(
        {
          title,
          session: request.session,
          above: [
            ['/', 'Courses'],
            [`/courses/${course.slug}`, course.title],
          ],
        },
        main,
      ),
    );
  });

  app.get<Path>('/submissions/:id/state', { config }, async (request) => stateOf(await own(request)));

  app.get<Path>('/submissions/:id/events', { config }, async (request, reply) => {
    const submission = await own(request);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    let last = '';
    const say = (state: LiveState) => {
      const text = JSON.stringify(state);
      if (text === last) return;
      last = text;
      raw.write(`data: ${text}\n\n`);
      if (state.isOver) raw.end();
    };
    const stop = live.watch(submission.id, say);
    raw.on('close', stop);
    say(await stateOf(submission));
  });

  app.get<Path & { Querystring: { audience?: string } }>(
    '/submissions/:id/report',
    { config },
    async (request, reply) => {
      const submission = await own(request);
      const audience = request.query.audience === 'staff' ? 'staff' : 'student';
      if (audience === 'staff' && !submission.as_staff) throw notFound();
      const report = await reportOf(db, submission.id, audience);
      if (report === undefined) throw notFound();
      // Nothing runs and nothing leaves, even if the report were hostile.
      const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
      return reply.type('text/html').header('content-security-policy', policy).send(report);
    },
  );

  app.get<Path>('/submissions/:id/zip', { config }, async (request, reply) => {
    const submission = await own(request);
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="submission.zip"`)
      .send(Buffer.from(await zipOf(db, submission.id)));
  });
}
