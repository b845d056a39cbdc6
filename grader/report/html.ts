/** report.html for the student: one self-contained file, no script, everything quoted is escaped. */
import { sumPoints } from '../../harness/points.ts';
import type { Grading } from '../types.ts';
import { bar } from './bar.ts';
import { breakable, functionMark, functionSection } from './html_function.ts';
import { howItRan } from './html_run.ts';
import { html, Markup } from './markup.ts';
import { describeFinding, describeStatus, furtherFindings } from './sentences.ts';
import { style } from './style.ts';
import { type FunctionSummary, isVisible, summarize } from './summary.ts';
import { scored } from './text.ts';

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function toHtml(grading: Grading): string {
  const functions = summarize(grading, isVisible);
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Report: ${grading.name}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<h1>Report: ${grading.name}</h1>
${grading.status === 'graded' ? scoreLine(grading, functions) : html`<p class="score">${grading.status === 'failed' ? 'Not graded' : scored(0, grading.maxScore)}</p><p>${describeStatus(grading)}</p>`}
</header>
<main>
${findings(grading)}
${grading.status === 'graded' && overview(functions)}
${functions.map((one, i) => functionSection(one, anchor(i)))}
${howItRan(grading)}
</main>
<footer><p>Points come from fresh inputs; the numbers and pictures are for the handout's inputs. Passing all checks does not prove that code has no bugs.</p></footer>
</body>
</html>
`;
  return page.source;
}

const anchor = (i: number): string => `function-${i + 1}`;

function scoreLine({ checks, score, maxScore }: Grading, functions: readonly FunctionSummary[]): Markup {
  const hidden = checks.filter(({ run, check }) => run === 'graded' && !isVisible(check));
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

function overview(functions: readonly FunctionSummary[]): Markup {
  return html`<section>
<table>
<caption>Your functions</caption>
<thead><tr><th scope="col">Function</th><th scope="col" class="number">Checks</th><th scope="col" class="number">Points</th></tr></thead>
<tbody>
${functions.map((one, i) => {
  const { subject, passed, checks, points, maxPoints } = one;
  return html`<tr><th scope="row">${functionMark(one)}<a href="#${anchor(i)}">${breakable(subject.name)}</a></th><td class="number">${passed}/${checks.length}</td><td class="number">${points}/${maxPoints}</td></tr>
`;
})}</tbody>
</table>
</section>`;
}
