import { html, type Markup } from './markup.ts';

/** Points as a bar; hidden from screen readers, since the numbers stand beside it as text. */
export function bar(points: number, maxPoints: number): Markup {
  const percent = maxPoints > 0 ? (100 * points) / maxPoints : 0;
  return html`<div class="bar" aria-hidden="true"><span style="width:${percent.toFixed(1)}%"></span></div>`;
}
