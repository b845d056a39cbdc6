/** The class at a glance, for staff: pictures, with the numbers under them. */
import { histogram } from '../../grader/cohort/histogram.ts';
import type { Row } from '../../grader/cohort/rows.ts';
import { type CohortStatistics, cohortStatistics } from '../../grader/cohort/statistics.ts';
import { bar } from '../../harness/report/bar.ts';
import { html, type Markup } from '../../harness/report/markup.ts';
import type { Student } from '../database/cohort.ts';
import { time } from './layout.ts';

export interface ClassPage {
  readonly slug: string;
  readonly timeZone: string;
  readonly students: readonly Student[];
  /** Counted submissions with their results. */
  readonly rows: readonly Row[];
  readonly queue: { readonly queued: number; readonly running: number; readonly parked: number };
}

export function classPage({ slug, timeZone, students, rows, queue }: ClassPage): Markup {
  const statistics = cohortStatistics(rows);
  const handedIn = students.filter(({ standings }) => standings.length > 0).length;
  return html`<section><p>${handedIn} of ${students.length} students have handed in; ${statistics.graded} are graded. In the queue: ${queue.queued}; being graded: ${queue.running}.
<a href="/courses/${slug}/grades.csv">grades.csv</a> · <a href="/courses/${slug}/members">Members</a> · <a href="/courses/${slug}/roster">Roster</a> · <a href="/courses/${slug}/regrades">Regrades</a></p>
${queue.parked > 0 && html`<p class="note">The grader failed three times on ${queue.parked} ${queue.parked === 1 ? 'submission' : 'submissions'}. An administrator sees why on the operators’ page.</p>`}
${statistics.graded > 0 && html`<figure class="histogram">${histogram(statistics.scores, statistics.maxScore)}<figcaption>Students by points</figcaption></figure>`}</section>
${statistics.graded > 0 && functions(statistics)}
${statistics.graded > 0 && checks(statistics)}
<section>${table(students, slug, timeZone)}</section>`;
}

const functions = ({
  functions,
  graded,
}: CohortStatistics): Markup => html`<section class="scroll"><table><caption>Functions</caption>
<thead><tr><th>Function</th><th>Full points</th><th class="number">Full</th><th class="number">Partly</th><th class="number">None</th><th class="number">Mean</th></tr></thead><tbody>
${functions.map(
  ({ name, full, partial, none, meanPoints, maxPoints }) =>
    html`<tr><td><code>${name}</code></td><td>${bar(full, graded)}</td><td class="number">${full}</td><td class="number">${partial}</td><td class="number">${none}</td><td class="number">${meanPoints.toFixed(1)} of ${maxPoints}</td></tr>
`,
)}</tbody></table></section>`;

function checks({ checks, misconceptions }: CohortStatistics): Markup {
  return html`<section class="scroll"><table><caption>Checks that fail most</caption>
<thead><tr><th>Check</th><th class="number">Students</th><th>Most frequent reason</th></tr></thead><tbody>
${checks.slice(0, 15).map(
  ({ name, failed, reason }) => html`<tr><td>${name}</td><td class="number">${failed}</td><td>${reason}</td></tr>
`,
)}</tbody></table></section>
${
  misconceptions.size > 0 &&
  html`<section class="scroll"><table><caption>Misconceptions</caption>
<thead><tr><th>Misconception</th><th class="number">Students</th></tr></thead><tbody>
${[...misconceptions].map(
  ([id, rows]) => html`<tr><td><code>${id}</code></td><td class="number">${rows.length}</td></tr>
`,
)}</tbody></table></section>`
}`;
}

function table(students: readonly Student[], slug: string, timeZone: string): Markup {
  return html`<div class="scroll"><table><caption>Students</caption>
<thead><tr><th>Name</th><th>Number</th><th>Latest</th><th class="number">Points that count</th><th>Timing</th><th class="number">Attempts</th></tr></thead><tbody>
${students.map(({ person, standings }) => {
  const counted = standings.find(({ counts }) => counts);
  const latest = standings[0];
  return html`<tr><td><a href="/courses/${slug}/students/${person.id}">${person.name}</a></td><td>${person.student_number ?? ''}</td>
<td>${latest ? html`<a href="/submissions/${latest.submission.id}">${time(latest.submission.submitted_at, timeZone)}</a>` : 'nothing yet'}</td>
<td class="number">${counted?.score ?? '–'}</td><td>${counted?.timing ?? ''}</td><td class="number">${standings.length}</td></tr>
`;
})}</tbody></table></div>`;
}
