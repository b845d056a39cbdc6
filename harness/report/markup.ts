/** HTML from a template that escapes: anything that is not markup yet is text, so no escape can be forgotten. */
import { escapeHtml } from './text.ts';

export class Markup {
  constructor(readonly source: string) {}
}

type Part = Markup | string | number | undefined | false | readonly Part[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((string, i) => string + render(parts[i])).join(''));
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.source;
  return typeof part === 'object' ? part.map(render).join('') : escapeHtml(String(part));
}
