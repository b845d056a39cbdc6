/** report.html, for the student or for staff: one self-contained file, no script, everything quoted is escaped. */
import type { Check } from '../../harness/check.ts';
import { sumPoints } from '../../harness/points.ts';
import { bar } from '../../harness/report/bar.ts';
import { functionSection } from '../../harness/report/function.ts';
import { html, type Markup } from '../../harness/report/markup.ts';
import { anchor, overview } from '../../harness/report/overview.ts';
import { renderPage } from '../../harness/report/page.ts';
import type { FunctionSummary } from '../../harness/report/summary.ts';
import { scored } from '../../harness/report/text.ts';
import type { Grading } from '../types.ts';
import { howItRan } from './html_run.ts';
import { describeFinding, describeStatus, furtherFindings } from './sentences.ts';
import { isVisible, summarize } from './summary.ts';

/** @param audience students do not see hidden checks */
export function toHtml(grading: Grading, audience: 'student' | 'staff' = 'student'): string {
  const isShown = audience === 'staff' ? () => true : isVisible;
  const functions = summarize(grading, isShown);
  const isGraded = grading.status === 'graded';
  return renderPage({
    title: `Report: ${grading.name}`,
    header: html`${isGraded ? scoreLine(grading, functions, isShown) : notGraded(grading)}${audience === 'staff' && staffNote(grading)}`,
    main: [
      findings(grading),
      isGraded ? overview(functions) : undefined,
      ...functions.map((one, i) => functionSection(one, anchor(i))),
      howItRan(grading),
    ],
    footer:
      "Points come from fresh inputs; the numbers and pictures are for the handout's inputs. Passing all checks does not prove that code has no bugs.",
  });
}

function staffNote({ checks, policy }: Grading): Markup {
  const ids = [...new Set(checks.flatMap(({ misconception }) => misconception ?? []))];
  return html`<p class="soft">For course staff: hidden checks are shown. ${ids.length > 0 && `Misconceptions: ${ids.join(', ')}. `}${policy && `Submitted ${policy.submitted ?? 'at an unknown time'}: ${policy.timing}.`}</p>`;
}

function notGraded(grading: Grading): Markup {
  const score = grading.status === 'failed' ? 'Not graded' : scored(0, grading.maxScore);
  return html`<p class="score">${score}</p><p>${describeStatus(grading)}</p>`;
}

function scoreLine(
  { checks, score, maxScore }: Grading,
  functions: readonly FunctionSummary[],
  isShown: (check: Check) => boolean,
): Markup {
  const hidden = checks.filter(({ run, check }) => run === 'graded' && !isShown(check));
  // A total with hidden checks would reveal their outcome.
  const points = hidden.length > 0 ? sumPoints(functions.map(({ points }) => points)) : score;
  const maxPoints = hidden.length > 0 ? sumPoints(functions.map(({ maxPoints }) => maxPoints)) : maxScore;
  const rest = sumPoints(hidden.map(({ maxPoints }) => maxPoints));
  return html`<p class="score">${points} <small>of ${maxPoints} points</small></p>
${bar(points, maxPoints)}
${hidden.length > 0 && html`<p class="soft">${hidden.length} more checks, for ${rest} points, are not shown here.</p>`}`;
}

function findings(grading: Grading): Markup | undefined {
  const listed = furtherFindings(grading);
  if (listed.length === 0) return undefined;
  return html`<section aria-labelledby="findings">
<h2 id="findings">About your files</h2>
<ul class="plain">
${listed.map(
  (
    finding,
  ) => html`<li><strong class="${finding.severity === 'warning' ? 'waits' : 'failed'}">${finding.severity === 'warning' ? 'Note' : 'Problem'}:</strong> ${describeFinding(finding)}</li>
`,
)}</ul>
</section>`;
}
