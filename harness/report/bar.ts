import { html, type Markup } from './markup.ts';

/** Points as a bar, without a style of its own, so that a strict content security policy lets it be; hidden from screen readers, since the numbers stand beside it as text. */
export function bar(points: number, maxPoints: number): Markup {
  const percent = maxPoints > 0 ? (100 * points) / maxPoints : 0;
  return html`<svg class="bar" aria-hidden="true"><rect width="${percent.toFixed(1)}%" height="100%"></rect></svg>`;
}
