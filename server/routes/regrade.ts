/** Grading again, for staff: start, look at what would change, then publish or discard. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { html, type Markup } from '../../harness/report/markup.ts';
import { notFound } from '../auth/guard.ts';
import type { Service } from '../context.ts';
import { audit } from '../database/audit.ts';
import { studentsOf } from '../database/cohort.ts';
import { timeZoneOf } from '../database/courses.ts';
import { HttpError } from '../http_error.ts';
import { csrf, page, time } from '../pages/layout.ts';
import {
  endRegrade,
  type Regrade,
  type RegradedSubmission,
  regraded,
  regradesOf,
  startRegrade,
} from '../queue/regrades.ts';
import { readForm } from './form.ts';

const startForm = z.object({ reason: z.string().trim().min(1, 'say why').max(500), student: z.uuid().optional() });
const endForm = z.object({ action: z.enum(['publish', 'discard']) });

interface Path {
  Params: { course: string; regrade: string };
}

export function regradeRoutes(app: FastifyInstance, service: Service): void {
  const { db } = service;
  const above = (slug: string) =>
    [
      ['/', 'Courses'],
      [`/courses/${slug}/class`, 'The class'],
    ] as const;

  app.get('/courses/:course/regrades', { config: { access: 'staff' } }, async ({ course, session }, reply) => {
    const all = await regradesOf(db, course!.id);
    const zone = timeZoneOf(course!);
    const main = html`<section><h2>Grade again</h2><p>All submissions that count are graded again with the grader as it is now. Nothing changes for students until you publish.</p>
<form method="post">${csrf(session!)}<label for="reason">Why</label><input id="reason" name="reason" required maxlength="500"> <button>Grade the class again</button></form></section>
<section class="scroll"><table><caption>Regrades</caption><thead><tr><th>When</th><th>Why</th><th>By</th><th class="number">Graded</th><th>State</th></tr></thead><tbody>
${all.map(({ id, created_at, reason, by, done, total, state }) => html`<tr><td><a href="/courses/${course!.slug}/regrades/${id}">${time(created_at, zone)}</a></td><td>${reason}</td><td>${by}</td><td class="number">${done} of ${total}</td><td>${state}</td></tr>`)}</tbody></table></section>`;
    return reply.type('text/html').send(page({ title: 'Regrades', session, above: above(course!.slug) }, main));
  });

  app.post('/courses/:course/regrades', { config: { access: 'staff' } }, async ({ course, session, body }, reply) => {
    const { reason, student } = readForm(startForm, body);
    const students = await studentsOf(db, course!);
    const chosen = students.filter(({ person }) => student === undefined || person.id === student);
    // Partners have the same one.
    const counted = chosen.flatMap(({ standings }) => standings.find(({ counts }) => counts)?.submission.id ?? []);
    const submissionIds = [...new Set(counted)];
    if (submissionIds.length === 0) throw new HttpError(422, 'There is no graded submission to grade again.');
    const personId = session!.person.id;
    const id = await db.transaction(async (tx) => {
      const started = await startRegrade(service, tx, { courseId: course!.id, personId, reason, submissionIds });
      await audit(tx, {
        personId,
        courseId: course!.id,
        action: 'regrade',
        detail: { regrade: started, reason, submissions: submissionIds.length },
      });
      return started;
    });
    return reply.redirect(`/courses/${course!.slug}/regrades/${id}`, 303);
  });

  app.get<Path>(
    '/courses/:course/regrades/:regrade',
    { config: { access: 'staff' } },
    async ({ course, session, params }, reply) => {
      const regrade = (await regradesOf(db, course!.id)).find(({ id }) => id === params.regrade);
      if (!regrade) throw notFound();
      const main = preview(regrade, await regraded(db, regrade.id), csrf(session!));
      const back = [...above(course!.slug), [`/courses/${course!.slug}/regrades`, 'Regrades']] as const;
      return reply.type('text/html').send(page({ title: `Regrade: ${regrade.reason}`, session, above: back }, main));
    },
  );

  app.post<Path>(
    '/courses/:course/regrades/:regrade',
    { config: { access: 'instructor' } },
    async ({ course, session, params, body }, reply) => {
      const { action } = readForm(endForm, body);
      const regrade = (await regradesOf(db, course!.id)).find(({ id }) => id === params.regrade);
      if (!regrade) throw notFound();
      if (action === 'publish' && regrade.done + regrade.parked < regrade.total)
        throw new HttpError(
          409,
          `Only ${regrade.done} of ${regrade.total} are graded. Wait for the rest, then publish.`,
        );
      const personId = session!.person.id;
      const ended = await db.transaction(async (tx) => {
        const done = await endRegrade(tx, course!.id, regrade.id, action === 'publish' ? 'published' : 'discarded');
        if (done)
          await audit(tx, {
            personId,
            courseId: course!.id,
            action: `regrade: ${action}`,
            detail: { regrade: regrade.id },
          });
        return done;
      });
      if (!ended) throw new HttpError(409, `This regrade was ${regrade.state} before.`);
      return reply.redirect(`/courses/${course!.slug}/regrades/${regrade.id}`, 303);
    },
  );
}

function preview(regrade: Regrade, all: readonly RegradedSubmission[], token: Markup): Markup {
  const changed = all.filter(({ before, after }) => after !== null && after !== before);
  const failed = all.filter(({ state }) => state === 'parked');
  const open = regrade.total - regrade.done - regrade.parked;
  return html`<section><p>${regrade.done} of ${regrade.total} graded${open > 0 && html`; <a href="">look again</a>`}. ${changed.length === 0 ? 'No score changes.' : `${changed.length} ${changed.length === 1 ? 'score changes' : 'scores change'}; all others stay.`}
${regrade.state === 'open' ? 'Students do not see any of it yet.' : `This regrade is ${regrade.state}.`}</p>
${regrade.state === 'open' && html`<form method="post">${token}<button name="action" value="publish">Publish</button> <button class="plain" name="action" value="discard">Discard</button></form>`}</section>
${
  changed.length > 0 &&
  html`<section class="scroll"><table><caption>Scores that change</caption><thead><tr><th>Student</th><th class="number">Before</th><th class="number">After</th><th class="number">Change</th></tr></thead><tbody>
${changed.map(({ name, submission_id, before, after }) => html`<tr><td><a href="/submissions/${submission_id}">${name}</a></td><td class="number">${before ?? '–'}</td><td class="number">${after ?? '–'}</td><td class="number">${signed((after ?? 0) - (before ?? 0))}</td></tr>`)}</tbody></table></section>`
}
${failed.length > 0 && html`<section><h2>The grader failed on</h2><ul class="plain">${failed.map(({ name, failure }) => html`<li>${name}: ${failure ?? 'no reason given'}</li>`)}</ul></section>`}`;
}

const signed = (change: number): string => `${change > 0 ? '+' : ''}${Math.round(change * 100) / 100}`;
