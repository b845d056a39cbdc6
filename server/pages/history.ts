/** A student's submissions, for themselves and for staff. */
import { html, type Markup } from '../../harness/report/markup.ts';
import type { LiveState } from '../live/states.ts';
import type { Standing } from '../standing.ts';
import { time } from './layout.ts';

const TIMING: Readonly<Record<Standing['timing'], string>> = {
  unknown: '',
  'in time': 'in time',
  'in grace': 'in the grace period',
  late: 'late',
};

export function history(
  standings: readonly Standing[],
  states: ReadonlyMap<string, LiveState>,
  timeZone: string,
  audience: 'student' | 'staff',
): Markup {
  if (standings.length === 0) return html`<p class="soft">Nothing was handed in yet.</p>`;
  return html`<div class="scroll"><table class="history"><caption>Submissions${audience === 'student' && html` <span class="soft">(points without hidden checks)</span>`}</caption>
<thead><tr><th>Handed in</th><th>State</th><th class="number">Points</th><th>Counts</th></tr></thead><tbody>
${standings.map((one) => row(one, states.get(one.submission.id), timeZone, audience))}</tbody></table></div>`;
}

function row(
  standing: Standing,
  state: LiveState | undefined,
  timeZone: string,
  audience: 'student' | 'staff',
): Markup {
  const { submission, result, timing, counts } = standing;
  const where = `/submissions/${submission.id}`;
  const [score, maxScore] =
    audience === 'staff' ? [standing.score, result?.max_score] : [standing.visibleScore, result?.visible_max_score];
  return html`<tr${counts && html` class="counts"`}><td><a href="${where}">${time(submission.submitted_at, timeZone)}</a> <span class="soft">${TIMING[timing]}</span></td>
<td>${result && (state?.isOver ?? true) ? (result.status === 'refused' ? 'Could not be graded' : 'Graded') : (state?.text ?? '')}</td>
<td class="number">${score === undefined ? '–' : `${score} of ${maxScore}`}</td><td>${counts && 'yes'}</td></tr>
`;
}
