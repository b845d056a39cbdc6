/** `index.html`: a cohort at a glance, for course staff. One self-contained file, no script. */
import { basename } from 'node:path';
import type { Misconception } from '../../harness/assignment.ts';
import { bar } from '../../harness/report/bar.ts';
import { breakable } from '../../harness/report/function.ts';
import { html, type Markup } from '../../harness/report/markup.ts';
import { renderPage } from '../../harness/report/page.ts';
import { type Attention, nameOf } from './attention.ts';
import { histogram } from './histogram.ts';
import type { Inputs } from './inputs.ts';
import { maxScoreOf, type Row } from './rows.ts';
import type { CohortStatistics, FunctionStatistics } from './statistics.ts';

export interface CohortPage {
  readonly assignment: string;
  readonly rows: readonly Row[];
  readonly statistics: CohortStatistics;
  readonly attention: readonly Attention[];
  readonly misconceptions: readonly Pick<Misconception, 'id' | 'wrong'>[];
  readonly ignored: Inputs['ignored'];
  /** The plan's lines. */
  readonly plan: readonly string[];
  /** A submission's staff report, relative to the page; undefined if there is none. */
  readonly reportOf: (row: Row) => string | undefined;
}

const ownStyle = `
header, main, footer { max-width: 64rem; }
section { overflow-x: auto; }
.numbers { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: .6rem 0; }
.numbers strong { display: block; font-size: 1.5rem; line-height: 1.2; }
tbody th { padding-left: 0; min-width: 8rem; }
svg { width: 100%; height: auto; max-width: 44rem; display: block; }
svg rect { fill: var(--bar); } svg text { fill: var(--soft); font-size: 11px; text-anchor: middle; } svg line { stroke: var(--line); }
td .bar { min-width: 6rem; margin-top: .45rem; }
`;

export function cohortPage(page: CohortPage): string {
  const { assignment, rows, statistics, plan } = page;
  const { scores, maxScore } = statistics;
  return renderPage({
    title: `Cohort: ${assignment}`,
    header: html`<p class="soft">${rows.filter(({ counts }) => counts).length} students</p>`,
    main: [
      html`<section aria-labelledby="marks">
<h2 id="marks">Marks</h2>
${numbers(rows, scores)}
${scores.length > 0 && histogram(scores, maxScore)}
<details><summary>What was graded</summary><ul class="plain">${plan.map((line) => html`<li>${line}</li>`)}</ul></details>
</section>`,
      attentionPart(page),
      statistics.functions.length > 0 ? functionsPart(statistics) : undefined,
      statistics.checks.length > 0 ? checksPart(statistics) : undefined,
      misconceptionsPart(page),
      studentsPart(page),
    ],
    footer: 'For course staff: hidden checks are shown. Do not publish this page.',
    ownStyle,
  });
}

function numbers(rows: readonly Row[], scores: readonly number[]): Markup {
  const sorted = scores.toSorted((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.round(q * (sorted.length - 1))];
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const shown = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '–' : String(Math.round(value * 10) / 10);
  const items: [string, string][] = [
    ['students', String(rows.filter(({ counts }) => counts).length)],
    ['with a mark', String(scores.length)],
    ['median', shown(quantile(0.5))],
    ['mean', shown(mean)],
    ['middle half', `${shown(quantile(0.25))} to ${shown(quantile(0.75))}`],
  ];
  return html`<div class="numbers">${items.map(([name, value]) => html`<div><strong>${value}</strong>${name}</div>`)}</div>`;
}

function attentionPart({ attention, ignored, reportOf }: CohortPage): Markup {
  const rows = attention.map(
    ({ row, reasons }) => html`<tr><th scope="row">${linked(row, reportOf(row))}</th><td>${reasons.join('; ')}</td></tr>
`,
  );
  return html`<section aria-labelledby="look">
<h2 id="look">Needs a look: ${attention.length}</h2>
${
  rows.length > 0
    ? html`<table><thead><tr><th scope="col">Student</th><th scope="col">Why</th></tr></thead><tbody>
${rows}</tbody></table>`
    : html`<p class="soft">Nobody.</p>`
}
${ignored.map(({ path, why }) => html`<p>Not graded: ${basename(path)}, because ${why}.</p>`)}
</section>`;
}

function functionsPart({ functions, graded }: CohortStatistics): Markup {
  const rate = ({ full }: FunctionStatistics) => full / graded;
  const sorted = functions.toSorted((a, b) => rate(a) - rate(b));
  return html`<section aria-labelledby="functions">
<h2 id="functions">Functions, by pass rate</h2>
<table><thead><tr><th scope="col">Function</th><th scope="col" class="number">All checks passed</th><th scope="col"></th><th scope="col" class="number">Mean points</th><th scope="col" class="number">Not written</th></tr></thead><tbody>
${sorted.map(
  (
    one,
  ) => html`<tr><th scope="row">${breakable(one.name)}</th><td class="number">${one.full} of ${graded}</td><td>${bar(one.full, graded)}</td><td class="number">${one.meanPoints.toFixed(1)} of ${one.maxPoints}</td><td class="number">${one.notImplemented}</td></tr>
`,
)}</tbody></table>
</section>`;
}

const MOST_CHECKS = 15;

function checksPart({ checks, graded }: CohortStatistics): Markup {
  return html`<section aria-labelledby="checks">
<h2 id="checks">Checks that fail most</h2>
<table><thead><tr><th scope="col">Check</th><th scope="col" class="number">Failed</th><th scope="col">Most frequent reason</th></tr></thead><tbody>
${checks.slice(0, MOST_CHECKS).map(
  ({ id, name, failed, reason, withReason }) =>
    html`<tr><th scope="row">${name}<br><code class="soft">${id}</code></th><td class="number">${failed} of ${graded}</td><td>${reason} (${withReason})</td></tr>
`,
)}</tbody></table>
${checks.length > MOST_CHECKS && html`<p class="soft">${checks.length - MOST_CHECKS} more checks failed for somebody.</p>`}
</section>`;
}

function misconceptionsPart({ statistics, misconceptions, reportOf }: CohortPage): Markup | undefined {
  if (statistics.misconceptions.size === 0) return undefined;
  const wrong = new Map(misconceptions.map((one) => [one.id, one.wrong]));
  return html`<section aria-labelledby="misconceptions">
<h2 id="misconceptions">Misconceptions, by number of students</h2>
<table><thead><tr><th scope="col">Misconception</th><th scope="col" class="number">Students</th><th scope="col">Who</th></tr></thead><tbody>
${[...statistics.misconceptions].map(
  ([id, rows]) =>
    html`<tr><th scope="row">${wrong.get(id)}<br><code class="soft">${id}</code></th><td class="number">${rows.length}</td><td>${rows.map((row, i) => [i > 0 && ', ', linked(row, reportOf(row))])}</td></tr>
`,
)}</tbody></table>
</section>`;
}

function studentsPart({ rows, reportOf }: CohortPage): Markup {
  return html`<section aria-labelledby="students">
<h2 id="students">Submissions</h2>
<table><thead><tr><th scope="col">Student</th><th scope="col">File</th><th scope="col" class="number">Mark</th><th scope="col">Submitted</th><th scope="col">Status</th></tr></thead><tbody>
${rows.map((row) => {
  const { work, counts, score, override, student } = row;
  const max = work ? ` of ${maxScoreOf(work.results)}` : '';
  const status = work ? work.results.extra_data.status : 'no submission';
  const notes = [!counts && 'does not count', override && 'set by hand'].filter(Boolean).join(', ');
  return html`<tr><th scope="row">${linked(row, reportOf(row))}</th><td>${work?.identity.file ?? student?.file ?? ''}</td><td class="number">${score === undefined ? '–' : `${score}${max}`}</td><td>${work?.results.extra_data.policy?.timing ?? ''}</td><td>${status}${notes && `; ${notes}`}</td></tr>
`;
})}</tbody></table>
</section>`;
}

const linked = (row: Row, report: string | undefined): Markup | string =>
  report ? html`<a href="${report}">${nameOf(row)}</a>` : nameOf(row);
