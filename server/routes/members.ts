/** Who teaches and who learns in a course: added and changed by its instructors. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { html } from '../../harness/report/markup.ts';
import type { Service } from '../context.ts';
import { audit } from '../database/audit.ts';
import { ensurePerson, memberList, personByEmail, type Role, removeMember, setRole } from '../database/people.ts';
import { HttpError } from '../http_error.ts';
import { csrf, page } from '../pages/layout.ts';
import { readForm } from './form.ts';

const ROLES = ['student', 'staff', 'instructor'] as const satisfies readonly Role[];
const form = z.object({
  email: z.email(),
  name: z.string().trim().max(200).optional(),
  role: z.enum([...ROLES, 'none']),
});

export function memberRoutes(app: FastifyInstance, { db }: Service): void {
  app.get('/courses/:course/members', { config: { access: 'instructor' } }, async ({ course, session }, reply) => {
    const members = await memberList(db, course!.id);
    const main = html`<section><h2>Add or change somebody</h2><form method="post">${csrf(session!)}
<label for="email">Address</label><input id="email" type="email" name="email" required>
<label for="name">Name (for somebody new)</label><input id="name" name="name" maxlength="200">
<label for="role">Role</label><select id="role" name="role">${ROLES.map((role) => html`<option>${role}</option>`)}<option value="none">not in the course</option></select>
<p><button>Save</button></p></form></section>
<section class="scroll"><table><caption>Members</caption><thead><tr><th>Name</th><th>Address</th><th>Role</th></tr></thead><tbody>
${members.map(({ name, email, role }) => html`<tr><td>${name}</td><td>${email}</td><td>${role}</td></tr>`)}</tbody></table></section>`;
    const above = [
      ['/', 'Courses'],
      [`/courses/${course!.slug}/class`, 'The class'],
    ] as const;
    return reply.type('text/html').send(page({ title: 'Members', session, above }, main));
  });

  app.post(
    '/courses/:course/members',
    { config: { access: 'instructor' } },
    async ({ course, session, body }, reply) => {
      const { email, name, role } = readForm(form, body);
      await db.transaction(async (tx) => {
        const person = (await personByEmail(tx, email)) ?? (await ensurePerson(tx, { email, name: name ?? email }));
        if (role === 'none') await removeMember(tx, course!.id, person.id);
        else await setRole(tx, course!.id, person.id, role);
        // Read after the change: two who lock each other out at once cannot both succeed.
        const left = await tx.query(`SELECT FROM membership WHERE course_id = $1 AND role = 'instructor' FOR UPDATE`, [
          course!.id,
        ]);
        if (left.length === 0) throw new HttpError(409, 'A course keeps at least one instructor. Add another first.');
        await audit(tx, {
          personId: session!.person.id,
          courseId: course!.id,
          action: 'role',
          detail: { email, role },
        });
      });
      return reply.redirect(`/courses/${course!.slug}/members`, 303);
    },
  );
}
