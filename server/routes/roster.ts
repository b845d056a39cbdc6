/** The roster, as Canvas, Moodle, Gradescope or Banner export it: a dry run first, then the change. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { decode } from '../../grader/cohort/decode.ts';
import { type Roster, readRoster } from '../../grader/cohort/roster.ts';
import { html, type Markup } from '../../harness/report/markup.ts';
import { CourseError } from '../../lib/errors.ts';
import type { Service } from '../context.ts';
import { audit } from '../database/audit.ts';
import { applyRoster, planRoster, type RosterPlan } from '../database/rosters.ts';
import { HttpError } from '../http_error.ts';
import { csrf, page } from '../pages/layout.ts';
import { readUpload } from '../upload.ts';
import { readForm } from './form.ts';

/** The table itself goes through the dry run's page and back: nothing is stored before it is confirmed. */
const MAX_TEXT = 600_000;
const applyForm = z.object({ table: z.string().max(MAX_TEXT), name: z.string().max(200) });

export function rosterRoutes(app: FastifyInstance, { db }: Service): void {
  const above = (slug: string) =>
    [
      ['/', 'Courses'],
      [`/courses/${slug}/class`, 'The class'],
    ] as const;

  app.get('/courses/:course/roster', { config: { access: 'staff' } }, async ({ course, session }, reply) => {
    const main = html`<section><p>Choose the roster that Canvas, Moodle, Gradescope or Banner exports, or a table with the columns <code>name</code> and <code>email</code>. You see what would change before anything does.</p>
<form method="post" enctype="multipart/form-data">${csrf(session!)}<label for="roster">Roster (CSV)</label><input id="roster" type="file" name="roster" accept=".csv,text/csv,.txt,.tsv" required> <button>Look at it</button></form></section>`;
    return reply.type('text/html').send(page({ title: 'Roster', session, above: above(course!.slug) }, main));
  });

  app.post('/courses/:course/roster', { config: { access: 'staff', readsCsrfToken: true } }, async (request, reply) => {
    const { course, session } = request;
    const { name, bytes } = await readUpload(request);
    const { text } = readable(() => decode(bytes, name));
    if (text.length > MAX_TEXT)
      throw new HttpError(413, 'That roster is too large. Export this course’s students only.');
    const plan = await planRoster(
      db,
      course!.id,
      readable(() => readRoster(text, name)),
    );
    const main = dryRun(
      plan,
      html`<form method="post" action="/courses/${course!.slug}/roster/apply">${csrf(session!)}<input type="hidden" name="name" value="${name}"><textarea name="table" hidden>${text}</textarea><button>Apply</button></form>`,
    );
    return reply
      .type('text/html')
      .send(page({ title: 'Roster: what would change', session, above: above(course!.slug) }, main));
  });

  app.post(
    '/courses/:course/roster/apply',
    { config: { access: 'staff' }, bodyLimit: 4 * MAX_TEXT },
    async ({ course, session, body }: FastifyRequest, reply) => {
      const { table, name } = readForm(applyForm, body);
      const roster: Roster = readable(() => readRoster(table, name));
      await db.transaction(async (tx) => {
        // Made again: somebody else may have changed the course meanwhile.
        const plan = await planRoster(tx, course!.id, roster);
        await applyRoster(tx, course!.id, plan);
        await audit(tx, {
          personId: session!.person.id,
          courseId: course!.id,
          action: 'roster',
          detail: { file: name, added: plan.added.length, renamed: plan.renamed.length },
        });
      });
      return reply.redirect(`/courses/${course!.slug}/class`, 303);
    },
  );
}

/** A roster that cannot be read is the uploader's mistake, not the service's. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CourseError) throw new HttpError(422, error.message);
    throw error;
  }
}

function dryRun(plan: RosterPlan, apply: Markup): Markup {
  const { added, renamed, unchanged, absent, withoutEmail, unusedColumns } = plan;
  const list = (title: string, lines: readonly string[]) =>
    lines.length > 0 && html`<h2>${title}</h2><ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`<section><p>${added.length} would be added, ${renamed.length} renamed; ${unchanged} stay as they are.</p>
${list(
  'Added',
  added.map(({ name, email }) => `${name}, ${email}`),
)}
${list(
  'Renamed',
  renamed.map(({ before, name }) => `${before} → ${name}`),
)}
${list('In the course, not on this roster (they stay)', absent)}
${list('Without an address, so left out', withoutEmail)}
${unusedColumns.length > 0 && html`<p class="soft">Columns that mean nothing here: ${unusedColumns.join(', ')}.</p>`}
${added.length + renamed.length > 0 ? apply : html`<p>Nothing to do.</p>`}</section>`;
}
