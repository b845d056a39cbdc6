/** A comparison as one page for staff: pairs by rank, side by side, with what matches marked. */
import { html, type Markup } from '../../harness/report/markup.ts';
import { renderPage } from '../../harness/report/page.ts';
import { distribution } from './distribution.ts';
import { matchingPieces, type Piece } from './regions.ts';
import { type AlikePair, REMARKABLE, type SimilarityReport } from './report.ts';
import type { AlikeFunction } from './score.ts';
import type { ComparedWork } from './work.ts';

const ownStyle = `
header, main, footer { max-width: 80rem; }
section { overflow-x: auto; }
tbody th { padding-left: 0; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; }
.sides pre { margin: 0; padding: .5rem; border: 1px solid var(--line); border-radius: .3rem; white-space: pre-wrap; font: .8rem/1.45 ui-monospace, Menlo, Consolas, monospace; }
mark { background: #ffe08a; color: #1b1f24; }
svg { width: 100%; height: auto; max-width: 44rem; display: block; }
svg rect { fill: var(--bar); } svg text { fill: var(--soft); font-size: 11px; text-anchor: middle; }
svg .limit { stroke: var(--bad); stroke-dasharray: 4 3; } svg .axis { stroke: var(--line); }
@media (max-width: 40rem) { .sides { grid-template-columns: 1fr; } }
`;

export function similarityPage(report: SimilarityReport): string {
  const { works, pairs, equal, clusters, threshold, scores, unread } = report;
  const archived = works.filter(({ isArchived }) => isArchived).length;
  const above = pairs.filter(({ isAbove }) => isAbove).length;
  return renderPage({
    title: 'Similarity',
    header: html`<p>${works.length - archived} submissions${archived > 0 && `, compared with each other and with ${archived} from the archive`}: ${scores.length} pairs, ${above} above the threshold, ${equal.length} ${equal.length === 1 ? 'group' : 'groups'} of equal work.</p>
<p class="soft">Alike means what it says: two people who learned from the same page write alike. Read both sides, and talk with the students, before you conclude anything.</p>`,
    main: [
      equal.length > 0
        ? html`<section><h2>Equal work</h2>${equal.map((group) => html`<p>${names(group)}</p>`)}</section>`
        : undefined,
      html`<section><h2>All pairs</h2>
${distribution(scores, threshold)}
<p class="soft">The score is the mean, over the functions that both have written, of how much more alike the two are than each is with the rest of the cohort, in standard deviations. The threshold, ${threshold.toFixed(2)}, is the median plus six robust standard deviations.</p></section>`,
      clusters.length > 0
        ? html`<section><h2>More than two alike</h2>${clusters.map((cluster) => html`<p>${names(cluster)}</p>`)}</section>`
        : undefined,
      ranking(pairs),
      ...pairs.map(pairSection),
    ],
    footer: `For course staff. Do not publish this page.${unread.length > 0 ? ` Not read: ${unread.join(', ')}.` : ''}`,
    ownStyle,
  });
}

const shownName = ({ name, isArchived }: ComparedWork): string => (isArchived ? `${name} (archive)` : name);
const names = (works: readonly ComparedWork[]): string => works.map(shownName).join(', ');

function ranking(pairs: readonly AlikePair[]): Markup {
  return html`<section><h2>Pairs by rank</h2>
<table><thead><tr><th scope="col" class="number">Rank</th><th scope="col">Pair</th><th scope="col" class="number">Score</th><th scope="col">Above the threshold</th><th scope="col" class="number">Alike functions</th></tr></thead><tbody>
${pairs.map(
  (pair, i) =>
    html`<tr><td class="number">${i + 1}</td><th scope="row"><a href="#pair-${i + 1}">${shownName(pair.a)} and ${shownName(pair.b)}</a></th><td class="number">${pair.score.toFixed(2)}</td><td>${pair.isAbove ? 'yes' : 'no'}</td><td class="number">${remarkable(pair).length} of ${pair.functions.length}</td></tr>
`,
)}</tbody></table></section>`;
}

const remarkable = ({ functions }: AlikePair): AlikeFunction[] => functions.filter(({ z }) => z > REMARKABLE);

function pairSection(pair: AlikePair, i: number): Markup {
  const [left, right] = [pair.a.functions(), pair.b.functions()];
  return html`<section id="pair-${i + 1}"><h2>${i + 1}. ${shownName(pair.a)} and ${shownName(pair.b)}</h2>
${remarkable(pair).map(({ name, overlap, z, others }) => {
  const [a, b] = matchingPieces(left.get(name)!, right.get(name)!);
  return html`<details><summary><strong>${name}</strong>: ${Math.round(100 * overlap)} % in common, ${z.toFixed(1)} deviations above usual; ${others} others of the cohort chose the form of ${pair.a.name}</summary>
<div class="sides">${side(a)}${side(b)}</div></details>`;
})}</section>`;
}

const side = (pieces: readonly Piece[]): Markup =>
  html`<pre>${pieces.map(({ text, matches }) => (matches ? html`<mark>${text}</mark>` : text))}</pre>`;
