/** One student, for staff: history, own dates and limits, partners, one regrade. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { html, type Markup } from '../../harness/report/markup.ts';
import { notFound } from '../auth/guard.ts';
import type { Service } from '../context.ts';
import { audit } from '../database/audit.ts';
import { type Student, studentsOf } from '../database/cohort.ts';
import { timeZoneOf } from '../database/courses.ts';
import { joinTeams, leaveTeam, partnersOf, setException } from '../database/members.ts';
import { type Membership, membershipOf } from '../database/people.ts';
import { HttpError } from '../http_error.ts';
import { liveStates } from '../live/states.ts';
import { history } from '../pages/history.ts';
import { csrf, page } from '../pages/layout.ts';
import { readForm } from './form.ts';

interface Path {
  Params: { course: string; person: string };
}

const exceptionForm = z.object({
  // As <input type="datetime-local"> sends it: here in UTC, which the page says.
  due: z.iso.datetime({ local: true }).optional(),
  perDay: z.coerce.number().int().min(1).max(1000).optional(),
  reason: z.string().trim().max(500).optional(),
});
const partnerForm = z.object({ partner: z.uuid().optional() });

const beingGraded = () => new HttpError(409, 'Something of theirs is being graded. Try again when it is done.');

export function studentRoutes(app: FastifyInstance, { db }: Service): void {
  const config = { access: 'staff' } as const;
  const found = async ({ course, params }: FastifyRequest<Path>): Promise<Membership> => {
    const membership = await membershipOf(db, course!.id, params.person);
    if (membership?.role !== 'student') throw notFound();
    return membership;
  };

  app.get<Path>('/courses/:course/students/:person', { config }, async (request, reply) => {
    const { course, session } = request;
    const membership = await found(request);
    const students = await studentsOf(db, course!);
    const student = students.find(({ person }) => person.id === membership.person_id)!;
    const [states, partners] = await Promise.all([
      liveStates(
        db,
        student.standings.map(({ submission }) => submission.id),
      ),
      partnersOf(db, course!.id, membership.team_id),
    ]);
    const main = html`<section><p>${student.person.email}${student.person.student_number !== null && ` · ${student.person.student_number}`}</p>
${history(student.standings, states, timeZoneOf(course!), 'staff')}</section>
${actions(student, membership, students, partners, `/courses/${course!.slug}`, csrf(session!))}`;
    const above = [
      ['/', 'Courses'],
      [`/courses/${course!.slug}/class`, 'The class'],
    ] as const;
    return reply.type('text/html').send(page({ title: student.person.name, session, above }, main));
  });

  app.post<Path>('/courses/:course/students/:person/exception', { config }, async (request, reply) => {
    const { course, session, params } = request;
    const { team_id } = await found(request);
    const { due, perDay, reason } = readForm(exceptionForm, request.body);
    await db.transaction(async (tx) => {
      await setException(tx, course!.id, team_id, {
        due: due === undefined ? undefined : new Date(`${due}Z`),
        perDay,
        reason,
      });
      const detail = { student: params.person, due, perDay, reason };
      await audit(tx, { personId: session!.person.id, courseId: course!.id, action: 'exception', detail });
    });
    return reply.redirect(`/courses/${course!.slug}/students/${params.person}`, 303);
  });

  app.post<Path>('/courses/:course/students/:person/partner', { config }, async (request, reply) => {
    const { course, session, params } = request;
    await found(request);
    const { partner } = readForm(partnerForm, request.body);
    if (partner !== undefined && (await membershipOf(db, course!.id, partner))?.role !== 'student') throw notFound();
    const isDone = await db.transaction(async (tx) => {
      const changed =
        partner === undefined
          ? await leaveTeam(tx, course!.id, params.person)
          : await joinTeams(tx, course!.id, params.person, partner);
      const action = partner === undefined ? 'partners: separated' : 'partners: joined';
      if (changed)
        await audit(tx, {
          personId: session!.person.id,
          courseId: course!.id,
          action,
          detail: { student: params.person, partner },
        });
      return changed;
    });
    if (!isDone) throw beingGraded();
    return reply.redirect(`/courses/${course!.slug}/students/${params.person}`, 303);
  });
}

function actions(
  { person, standings }: Student,
  { due, max_submissions_per_day: perDay }: Membership,
  students: readonly Student[],
  partners: readonly { readonly id: string; readonly name: string }[],
  course: string,
  token: Markup,
): Markup {
  const others = students.filter((one) => !partners.some(({ id }) => id === one.person.id));
  return html`<section><h2>Own dates and limit</h2><p class="soft">They hold for partners too. Empty fields mean the course’s.</p>
<form method="post" action="${course}/students/${person.id}/exception">${token}
<label for="due">Due (UTC)</label><input id="due" type="datetime-local" name="due" value="${due?.toISOString().slice(0, 16)}">
<label for="perDay">Submissions a day</label><input id="perDay" type="number" min="1" max="1000" name="perDay" value="${perDay ?? ''}">
<label for="reason">Why</label><input id="reason" name="reason" maxlength="500">
<p><button>Save</button></p></form></section>
<section><h2>Partners</h2><p>${
    partners.length > 1
      ? `Hands in together with ${partners
          .filter(({ id }) => id !== person.id)
          .map(({ name }) => name)
          .join(', ')}.`
      : 'Hands in alone.'
  }</p>
<form method="post" action="${course}/students/${person.id}/partner">${token}
${partners.length > 1 ? html`<button class="plain">Hand in alone from now on</button>` : html`<label for="partner">Together with</label><select id="partner" name="partner" required><option value=""></option>${others.map(({ person }) => html`<option value="${person.id}">${person.name}</option>`)}</select> <button>Join</button>`}</form></section>
${
  standings.some(({ counts }) => counts) &&
  html`<section><h2>Grade again</h2><form method="post" action="${course}/regrades">${token}<input type="hidden" name="student" value="${person.id}">
<label for="why">Why</label><input id="why" name="reason" required maxlength="500"> <button>Grade the one that counts again</button></form></section>`
}`;
}
