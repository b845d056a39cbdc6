/** The scores of all pairs, with the threshold. Heights are logarithmic: a few pairs among thousands must be visible. */
import { html, type Markup } from '../../harness/report/markup.ts';

const BINS = 48;
const [WIDTH, HEIGHT, TOP, BOTTOM] = [440, 150, 18, 18];

export function distribution(sorted: Float64Array, threshold: number): Markup | undefined {
  if (sorted.length === 0) return undefined;
  const [low, high] = [sorted[0]!, Math.max(sorted.at(-1)!, threshold) + 1e-9];
  const counts = new Array<number>(BINS).fill(0);
  for (const score of sorted) counts[Math.floor((BINS * (score - low)) / (high - low))]!++;
  const room = HEIGHT - TOP - BOTTOM;
  const most = Math.log1p(Math.max(...counts));
  const xOf = (score: number) => ((WIDTH * (score - low)) / (high - low)).toFixed(1);
  const ticks = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i);
  const above = sorted.filter((score) => score > threshold).length;
  return html`<svg viewBox="-12 0 ${WIDTH + 24} ${HEIGHT}" role="img" aria-label="Distribution of ${sorted.length} scores from ${low.toFixed(1)} to ${high.toFixed(1)}; ${above} are above the threshold of ${threshold.toFixed(2)}">
${counts.map((count, i) => {
  const height = (room * Math.log1p(count)) / most;
  return html`<rect x="${((i * WIDTH) / BINS + 0.5).toFixed(1)}" y="${(TOP + room - height).toFixed(1)}" width="${(WIDTH / BINS - 1).toFixed(1)}" height="${height.toFixed(1)}"></rect>`;
})}
<line class="axis" x1="0" x2="${WIDTH}" y1="${TOP + room}" y2="${TOP + room}"></line>
<line class="limit" x1="${xOf(threshold)}" x2="${xOf(threshold)}" y1="${TOP - 4}" y2="${TOP + room}"></line>
<text x="${xOf(threshold)}" y="10">threshold</text>
${ticks.map((tick) => html`<text x="${xOf(tick)}" y="${HEIGHT - 4}">${tick}</text>`)}
</svg>`;
}
