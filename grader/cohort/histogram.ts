/** The distribution of marks, as an inline picture with a text for those who do not see it. */
import { html, type Markup } from '../../harness/report/markup.ts';

const BINS = 10;
const [WIDTH, HEIGHT, TOP, BOTTOM] = [440, 130, 16, 18];

/** Ten equal intervals up to the largest mark possible; the last includes it. Marks above it, set by hand, are in the last. */
export function histogram(scores: readonly number[], maxScore: number): Markup {
  const largest = maxScore || Math.max(1, ...scores);
  const counts = new Array<number>(BINS).fill(0);
  for (const score of scores) counts[Math.min(BINS - 1, Math.floor((BINS * score) / largest))]!++;
  const most = Math.max(...counts);
  const width = WIDTH / BINS;
  const edge = (i: number) => Math.round((10 * i * largest) / BINS) / 10;
  const text = counts.map((count, i) => `${edge(i)} to ${edge(i + 1)}: ${count}`).join('; ');
  const room = HEIGHT - TOP - BOTTOM;
  return html`<svg viewBox="-12 0 ${WIDTH + 24} ${HEIGHT}" role="img" aria-label="Number of students by mark. ${text}">
${counts.map((count, i) => {
  const height = (room * count) / most;
  const y = TOP + room - height;
  return html`<rect x="${i * width + 2}" y="${y.toFixed(1)}" width="${width - 4}" height="${height.toFixed(1)}"></rect>${count > 0 && html`<text x="${(i + 0.5) * width}" y="${(y - 4).toFixed(1)}">${count}</text>`}
`;
})}<line x1="0" x2="${WIDTH}" y1="${TOP + room}" y2="${TOP + room}"></line>
${Array.from({ length: BINS + 1 }, (_, i) => html`<text x="${i * width}" y="${HEIGHT - 4}">${edge(i)}</text>`)}
</svg>`;
}
