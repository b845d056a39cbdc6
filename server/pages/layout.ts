/** The frame of every page of the service: works without JavaScript, which only refreshes what moves. */
import { html, type Markup } from '../../harness/report/markup.ts';
import type { Session } from '../database/sessions.ts';

export interface Frame {
  readonly title: string;
  readonly session: Session | undefined;
  /** The way back: address and name. */
  readonly above?: readonly (readonly [href: string, name: string])[];
  /** Tables of a class need more width. */
  readonly wide?: boolean;
}

export function page({ title, session, above = [], wide }: Frame, main: Markup): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
<script src="/assets/live.js" defer></script>
</head>
<body${wide && html` class="wide"`}>
<header>
<nav aria-label="Where you are">${above.map(([href, name]) => html`<a href="${href}">${name}</a> › `)}${session && account(session)}</nav>
<h1>${title}</h1>
</header>
<main>
${main}
</main>
</body>
</html>
`.source;
}

const account = (
  session: Session,
): Markup => html`<form class="account" method="post" action="/sign-out">${csrf(session)}
<a href="/account">${session.person.name}</a> <button class="link">Sign out</button></form>`;

/** Belongs into every form. */
export const csrf = ({ csrfToken }: Session): Markup => html`<input type="hidden" name="csrf" value="${csrfToken}">`;

/** In the reader's own time zone where there is JavaScript, else in the course's. */
export function time(instant: Date, timeZone: string): Markup {
  const zone = /^[+-]/.test(timeZone) ? 'UTC' : timeZone;
  const text = new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(instant);
  return html`<time datetime="${instant.toISOString()}">${text}</time>`;
}
