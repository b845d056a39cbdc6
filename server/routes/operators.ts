/** For whoever runs the service: the fleet, the queue, what is parked, who changed what, courses and sign-in links. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { html, type Markup } from '../../harness/report/markup.ts';
import type { Service } from '../context.ts';
import { audit } from '../database/audit.ts';
import { addCourse } from '../database/courses.ts';
import { ensurePerson, personByEmail, setRole } from '../database/people.ts';
import { createLink } from '../database/sessions.ts';
import { HttpError } from '../http_error.ts';
import { csrf, page, time } from '../pages/layout.ts';
import { readForm } from './form.ts';
import { linkOf } from './sign_in.ts';

const courseForm = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
  title: z.string().trim().min(1).max(200),
  instructor: z.email(),
});
const linkForm = z.object({ email: z.email() });

interface WorkerRow {
  readonly name: string;
  readonly version: string;
  readonly slots: number;
  readonly seconds: number;
}
interface QueueRow {
  readonly queue: string;
  readonly count: number;
}
interface ParkedRow {
  readonly submission_id: string;
  readonly course: string;
  readonly failure: string | null;
}
interface AuditRow {
  readonly at: Date;
  readonly name: string | null;
  readonly course: string | null;
  readonly action: string;
  readonly detail: object;
}

export function operatorRoutes(app: FastifyInstance, { db, queue, origin }: Service): void {
  const config = { access: 'administrator' } as const;

  app.get('/operators', { config }, async ({ session }, reply) => {
    const [workers, queues, parked, changes] = await Promise.all([
      db.query<WorkerRow>(
        'SELECT name, version, slots, extract(epoch FROM now() - seen_at)::int AS seconds FROM worker ORDER BY name',
      ),
      db.query<QueueRow>(
        `SELECT queue, count(*)::int AS count FROM grading WHERE state IN ('queued', 'running') GROUP BY queue`,
      ),
      db.query<ParkedRow>(
        `SELECT g.submission_id, c.title AS course, g.failure FROM grading g JOIN course c ON c.id = g.course_id WHERE g.state = 'parked' ORDER BY g.created_at DESC LIMIT 100`,
      ),
      db.query<AuditRow>(
        `SELECT a.at, p.name, c.title AS course, a.action, a.detail FROM audit a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN course c ON c.id = a.course_id ORDER BY a.id DESC LIMIT 100`,
      ),
    ]);
    const main = html`${fleet(workers, queues, queue)}
${parked.length > 0 && html`<section class="scroll"><table><caption>Parked: the grader failed three times</caption><tbody>${parked.map(({ submission_id, course, failure }) => html`<tr><td><a href="/submissions/${submission_id}">${course}</a></td><td>${failure ?? ''}</td></tr>`)}</tbody></table></section>`}
<section><h2>A new course</h2><form method="post" action="/operators/courses">${csrf(session!)}
<label for="slug">Name in addresses</label><input id="slug" name="slug" required placeholder="dl-2027"><label for="title">Title</label><input id="title" name="title" required>
<label for="instructor">The instructor’s address</label><input id="instructor" type="email" name="instructor" required><p><button>Add</button></p></form></section>
<section><h2>A sign-in link</h2><form method="post" action="/operators/links">${csrf(session!)}<label for="email">For</label><input id="email" type="email" name="email" required> <button>Make it</button></form></section>
<section class="scroll"><table><caption>Who changed what</caption><tbody>${changes.map(({ at, name, course, action, detail }) => html`<tr><td>${time(at, 'UTC')}</td><td>${name ?? '–'}</td><td>${course ?? ''}</td><td>${action}</td><td><code>${JSON.stringify(detail)}</code></td></tr>`)}</tbody></table></section>`;
    return reply
      .type('text/html')
      .send(page({ title: 'Operators', session, above: [['/', 'Courses']], wide: true }, main));
  });

  app.post('/operators/courses', { config }, async ({ session, body }, reply) => {
    const { slug, title, instructor } = readForm(courseForm, body);
    await db.transaction(async (tx) => {
      const course = await addCourse(tx, { slug, title });
      const person =
        (await personByEmail(tx, instructor)) ?? (await ensurePerson(tx, { email: instructor, name: instructor }));
      await setRole(tx, course.id, person.id, 'instructor');
      await audit(tx, {
        personId: session!.person.id,
        courseId: course.id,
        action: 'course added',
        detail: { slug, instructor },
      });
    });
    return reply.redirect('/operators', 303);
  });

  app.post('/operators/links', { config }, async ({ session, body }, reply) => {
    const { email } = readForm(linkForm, body);
    const person = await personByEmail(db, email);
    if (!person)
      throw new HttpError(
        422,
        `Nobody has the address ${email}. Import the roster first, or add a course with them as instructor.`,
      );
    const token = await db.transaction(async (tx) => {
      await audit(tx, { personId: session!.person.id, action: 'sign-in link made', detail: { for: email } });
      return createLink(tx, person.id);
    });
    const main = html`<section><p>For ${person.name}, shown only now; it works once, for half an hour:</p><p><code>${linkOf(origin, token)}</code></p></section>`;
    return reply.type('text/html').send(
      page(
        {
          title: 'A sign-in link',
          session,
          above: [
            ['/', 'Courses'],
            ['/operators', 'Operators'],
          ],
        },
        main,
      ),
    );
  });
}

function fleet(workers: readonly WorkerRow[], queues: readonly QueueRow[], current: string): Markup {
  const versions = new Set(workers.map(({ version }) => version));
  const own = current.replace(/^grading-/, '');
  const others = [...versions].filter((version) => version !== own);
  const stranded = queues.filter(({ queue }) => queue !== current && !versions.has(queue.replace(/^grading-/, '')));
  return html`<section><p>This server’s version: <code>${own}</code>. It is made of the secret, the fixtures, the network and the grader; a worker takes only jobs of its own.</p>
${others.length > 0 && html`<p class="note">Workers of other versions: ${others.join(', ')}. They take nothing that is handed in here. Start them again with this server’s version.</p>`}
${workers.length === 0 && html`<p class="note">No worker is running: what is handed in waits.</p>`}
${stranded.map(({ queue, count }) => html`<p class="note">${count} in <code>${queue}</code>, which no worker here can grade. They are taken over as soon as a worker of this server’s version is there.</p>`)}
<div class="scroll"><table><caption>Workers</caption><thead><tr><th>Name</th><th>Version</th><th class="number">Slots</th><th class="number">Last seen</th></tr></thead><tbody>
${workers.map(({ name, version, slots, seconds }) => html`<tr><td>${name}</td><td><code>${version}</code></td><td class="number">${slots}</td><td class="number">${seconds} s ago</td></tr>`)}</tbody></table></div>
<div class="scroll"><table><caption>Queues</caption><tbody>${queues.map(({ queue, count }) => html`<tr><td><code>${queue}</code></td><td class="number">${count}</td></tr>`)}</tbody></table></div></section>`;
}
