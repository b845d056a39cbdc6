/** The frame of an HTML report: one self-contained file, no script, everything quoted is escaped. */
import { html, Markup } from './markup.ts';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  readonly header: Markup;
  readonly main: readonly (Markup | undefined)[];
  readonly footer: string;
  /** Further style of this page. */
  readonly ownStyle?: string;
}

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function renderPage({ title, header, main, footer, ownStyle = '' }: Page): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style + ownStyle)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${header}
</header>
<main>
${main}
</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`.source;
}
