/** A function's section of a report: its score, and each check with its help. */

import { formatError, formatTolerance } from '../format.ts';
import { bar } from './bar.ts';
import { html, type Markup } from './markup.ts';
import { mapPictures } from './pictures.ts';
import { describeFeedback, describeState, explainPassed, explainState, shortened } from './sentences.ts';
import type { CheckSummary, FunctionSummary } from './summary.ts';
import { scored } from './text.ts';

export function functionSection(one: FunctionSummary, id: string): Markup {
  const { subject, points, maxPoints, passed, checks, hints, worstError } = one;
  const shownAbove = passed === 0 ? one.sameFailure : undefined;
  const notes = explainPassed(one);
  const isQuiet = notes.length === 0 && passed === checks.length;
  const facts = [
    html`<code>${subject.module}</code>`,
    !isQuiet && html` · ${passed} of ${checks.length} checks passed`,
    worstError !== undefined && html` · maximum relative error ${formatError(worstError)}`,
  ];
  const list = html`<ul class="checks">
${checks.map((check) => [html`<li>`, checkItem(check, shownAbove !== undefined), html`</li>\n`])}</ul>`;
  return html`<section aria-labelledby="${id}">
<div class="head"><h2 id="${id}">${breakable(subject.name)}</h2><span class="points">${scored(points, maxPoints)}</span></div>
${bar(points, maxPoints)}
<p class="soft">${facts}</p>
${notes.map((text) => html`<p class="hint">${text}</p>`)}
${hints.map((hint) => html`<p class="hint"><strong>Hint:</strong> ${hint}</p>`)}
${shownAbove && html`<p>${shortened(shownAbove)}</p>`}
${shownAbove && checks[0]?.feedback?.help && html`<p>${checks[0].feedback.help}</p>`}
${isQuiet ? collapsed(checks.length, list) : list}
</section>`;
}

/** Nothing to do here, so nothing to scroll past. */
function collapsed(count: number, list: Markup): Markup {
  const title = count === 1 ? 'The check passed' : `All ${count} checks passed`;
  return html`<details><summary><span class="state passed"><span aria-hidden="true">✓</span> ${title}</span></summary>
${list}</details>`;
}

/** A function's name that can break on a narrow screen: after a dot, before a capital. */
export function breakable(name: string): Markup {
  const parts = name.split(/(?<=\.)|(?<=[a-z])(?=[A-Z])/);
  return html`${parts.map((part, i) => (i === 0 ? part : [html`<wbr>`, part]))}`;
}

/** The state of a function, at a glance. */
export function functionMark({ checks }: FunctionSummary): Markup {
  const marks = checks.map(markOf);
  const worst = ['failed', 'waits', 'passed'].flatMap((state) => marks.filter((one) => one.className === state))[0];
  return html`<span class="mark ${worst?.className ?? ''}" aria-hidden="true">${worst?.mark ?? ''}</span>`;
}

/** @param isShownAbove whether the failure, common to all checks, is shown above the list: then the item is collapsed */
function checkItem(summary: CheckSummary, isShownAbove: boolean): Markup {
  const { check, graded, feedback, state } = summary;
  const { mark, className } = markOf(summary);
  const open = state === 'failed' && !isShownAbove;
  // For passed checks it is shown above, once for the function.
  const why = state === 'passed' ? undefined : explainState(summary);
  return html`<details${open && html` open`}>
<summary><span class="state ${className}"><span aria-hidden="true">${mark}</span> ${describeState(summary)}</span> · ${check.title} <span class="soft">(${check.kind}${check.visibility !== 'visible' && html`, ${check.visibility.replaceAll('_', ' ')}`}, ${scored(graded.points, graded.maxPoints)})</span></summary>
<div class="body">
${why && html`<p>${why}</p>`}
${feedback ? html`<p>${describeFeedback(feedback)}</p>` : html`<p class="soft">The tolerance is ${formatTolerance(check.tolerance)}.</p>`}
${feedback?.help && html`<p>${feedback.help}</p>`}
${feedback?.comparison && pictures(feedback.comparison)}
</div>
</details>`;
}

/** An unwritten function is not marked as a mistake. */
function markOf({ state, graded: { verdict } }: CheckSummary): { mark: string; className: string } {
  if (state === 'passed') return { mark: '✓', className: 'passed' };
  const waits = state === 'held back' || (!verdict.passed && verdict.reason === 'not implemented');
  return waits ? { mark: '○', className: 'waits' } : { mark: '✗', className: 'failed' };
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
