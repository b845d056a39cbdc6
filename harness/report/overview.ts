/** The table of functions at the head of a report. */
import { breakable, functionMark } from './function.ts';
import { html, type Markup } from './markup.ts';
import type { FunctionSummary } from './summary.ts';

/** The id of a function's section. */
export const anchor = (i: number): string => `function-${i + 1}`;

export function overview(functions: readonly FunctionSummary[]): Markup {
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
