/** Style, script and icon of the pages: the content security policy lets no others in. */
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { style } from '../../harness/report/style.ts';

const file = (name: string): string => readFileSync(new URL(`../pages/${name}`, import.meta.url), 'utf8');

export function assetRoutes(app: FastifyInstance): void {
  const assets = [
    ['/assets/style.css', 'text/css', style + file('pages.css')],
    ['/assets/live.js', 'text/javascript', file('live.js')],
    ['/assets/icon.svg', 'image/svg+xml', file('icon.svg')],
  ] as const;
  for (const [url, type, text] of assets)
    app.get(url, { config: { access: 'public' } }, (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(text),
    );
}
