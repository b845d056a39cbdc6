/** A function's part of report.html: its score, and each check with what helps. */
import { bar } from './bar.ts';
import { html, type Markup } from './markup.ts';
import { mapPictures } from './picture.ts';
import { describeDifference, describeFeedback, describeState } from './sentences.ts';
import type { CheckSummary, FunctionSummary } from './summary.ts';
import { formatError, formatTolerance, plainText } from './text.ts';

export function functionSection(one: FunctionSummary, id: string): Markup {
  const { subject, points, maxPoints, passed, checks, hints, sameFailure, worstError } = one;
  return html`<section aria-labelledby="${id}">
<div class="head"><h2 id="${id}">${subject.name}</h2><span class="points">${points} of ${maxPoints} points</span></div>
${bar(points, maxPoints)}
<p class="soft"><code>${subject.module}</code> · ${passed} of ${checks.length} checks passed${
    worstError !== undefined && html` · maximum relative error ${formatError(worstError)}`
  }</p>
${hints.map((hint) => html`<p class="hint"><strong>Hint:</strong> ${hint}</p>`)}
${
  sameFailure !== undefined && passed === 0
    ? html`<p class="failed">${plainText(sameFailure)}</p>${checks[0]?.feedback?.help && html`<p>${checks[0].feedback.help}</p>`}`
    : false
}
<ul class="checks">
${checks.map(
  (check) => html`<li>${checkItem(check, passed === 0 && sameFailure !== undefined)}</li>
`,
)}</ul>
</section>`;
}

const MARKS = { passed: '✓', 'held back': '○', failed: '✗' } as const;

/** @param told what failed stands above already, the same for all checks */
function checkItem(summary: CheckSummary, told: boolean): Markup {
  const { check, graded, feedback, state } = summary;
  const open = state === 'failed' && !told;
  return html`<details${open && html` open`}>
<summary><span class="state ${state === 'held back' ? 'held' : state}"><span aria-hidden="true">${MARKS[state]}</span> ${describeState(summary)}</span> · ${check.title} <span class="soft">(${check.kind}, ${graded.points} of ${graded.maxPoints} points)</span></summary>
<div class="body">
${describeDifference(summary) && html`<p>${describeDifference(summary)}</p>`}
${feedback ? html`<p>${describeFeedback(feedback)}</p>` : html`<p class="soft">The tolerance is ${formatTolerance(check.tolerance)}.</p>`}
${feedback?.help && html`<p>${feedback.help}</p>`}
${feedback?.comparison && pictures(feedback.comparison)}
</div>
</details>`;
}

function pictures(comparison: Parameters<typeof mapPictures>[0]): Markup {
  const drawn = mapPictures(comparison);
  return html`<div class="maps">
${drawn.map(
  ({
    title,
    caption,
    dataUri,
    width,
    height,
  }) => html`<figure><img src="${dataUri}" width="${width}" height="${height}" alt="${comparison.name}, ${title}: ${caption}"><figcaption><strong>${title}</strong> ${caption}</figcaption></figure>
`,
)}</div>`;
}
