/** The start page, and a student's page of a course: dates, hand-in, history. */
import type { FastifyInstance } from 'fastify';
import { html, type Markup } from '../../harness/report/markup.ts';
import type { Service } from '../context.ts';
import { type Course, coursesOf, timeZoneOf } from '../database/courses.ts';
import type { Membership } from '../database/people.ts';
import { standingResults } from '../database/results.ts';
import { countToday, submissionsOf } from '../database/submissions.ts';
import { liveStates } from '../live/states.ts';
import { history } from '../pages/history.ts';
import { csrf, page, time } from '../pages/layout.ts';
import { standingsOf } from '../standing.ts';
import { acceptUpload } from '../upload.ts';

const HOUR_MS = 3_600_000;

export function courseRoutes(app: FastifyInstance, service: Service): void {
  const { db } = service;

  app.get('/', { config: { access: 'signed in' } }, async ({ session }, reply) => {
    const courses = await coursesOf(db, session!.person);
    if (courses.length === 1) return reply.redirect(`/courses/${courses[0]!.slug}`);
    const list = courses.map(
      ({ slug, title, role }) =>
        html`<li><a href="/courses/${slug}">${title}</a> <span class="soft">${role}</span></li>`,
    );
    const none = html`<p>You are in no course yet. The course staff can add you.</p>`;
    return reply
      .type('text/html')
      .send(
        page(
          { title: 'Courses', session },
          html`<section>${list.length > 0 ? html`<ul class="plain">${list}</ul>` : none}</section>`,
        ),
      );
  });

  app.get('/courses/:course', { config: { access: 'member' } }, async (request, reply) => {
    const { session, membership, role } = request;
    const course = request.course!;
    // Whoever teaches sees the class; an own hand-in is for students and for trying.
    if (role !== 'student' && !membership) return reply.redirect(`/courses/${course.slug}/class`);
    const submissions = await submissionsOf(db, course.id, membership!.team_id);
    const ids = submissions.map(({ id }) => id);
    const [results, states] = await Promise.all([standingResults(db, ids), liveStates(db, ids)]);
    const today = await takenToday(service, course, membership!);
    const main = html`<section>${role !== 'student' && html`<p><a href="/courses/${course.slug}/class">The class</a></p>`}${dates(course, membership!)}
${
  today.left === 0
    ? html`<p class="note">You have made the ${today.perDay} submissions of today. The next day begins at midnight, ${timeZoneOf(course)}.</p>`
    : html`
<form method="post" action="/courses/${course.slug}/submissions" enctype="multipart/form-data">${csrf(session!)}
<div class="drop"><label for="zip">The zip that <code>npm run collect</code> made: drop it here, or choose it</label>
<input id="zip" type="file" name="zip" accept=".zip,application/zip" required></div>
<button>Hand in</button>${today.perDay !== undefined && html` <span class="soft">${today.left} of ${today.perDay} left today</span>`}</form>`
}</section>
<section>${history(standingsOf(course, membership!, submissions, results), states, timeZoneOf(course), 'student')}</section>`;
    return reply.type('text/html').send(page({ title: course.title, session, above: [['/', 'Courses']] }, main));
  });

  app.post(
    '/courses/:course/submissions',
    { config: { access: 'member', readsCsrfToken: true, rateLimit: { max: 20, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { submission } = await acceptUpload(service, request);
      return reply.redirect(`/submissions/${submission.id}`, 303);
    },
  );
}

function dates({ rules, ...course }: Course, { due: own }: Membership): Markup {
  const due = own ?? (rules.due ? new Date(rules.due) : undefined);
  if (!due) return html`<p class="soft">There is no due date.</p>`;
  const zone = timeZoneOf({ ...course, rules });
  const graceEnd = new Date(due.getTime() + rules.graceHours * HOUR_MS);
  const penalty =
    rules.latePenaltyPercent > 0
      ? `late work loses ${rules.latePenaltyPercent} % of its points`
      : 'late work is marked late';
  return html`<p>Due <strong>${time(due, zone)}</strong>${own !== null && ' (your own date)'}. ${rules.graceHours > 0 && html`Until ${time(graceEnd, zone)} it costs nothing; after that ${penalty}.`}${rules.graceHours === 0 && `After that ${penalty}.`}</p>`;
}

async function takenToday(
  { db }: Service,
  course: Course,
  membership: Membership,
): Promise<{ perDay: number | undefined; left: number | undefined }> {
  const perDay = membership.max_submissions_per_day ?? course.rules.maxSubmissionsPerDay;
  if (perDay === undefined) return { perDay, left: undefined };
  const taken = await countToday(db, course.id, membership.team_id, timeZoneOf(course));
  return { perDay, left: Math.max(0, perDay - taken) };
}
