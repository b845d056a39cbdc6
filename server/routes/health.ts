/** For the machine that watches: `/healthz` (alive), `/readyz` (can serve), `/metrics`. */
import type { FastifyInstance } from 'fastify';
import { notFound } from '../auth/guard.ts';
import type { Service } from '../context.ts';
import { equalTokens } from '../database/sessions.ts';

export function healthRoutes(app: FastifyInstance, { db, config, metrics }: Service): void {
  app.get('/metrics', { config: { access: 'public' } }, async ({ ip, headers }, reply) => {
    // From this machine, or with the token: who hands in how much is nobody else's business.
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const isProxied = config.A3_TRUST_PROXY || headers['x-forwarded-for'] !== undefined;
    const isKnown = config.A3_METRICS_TOKEN !== undefined && equalTokens(token, config.A3_METRICS_TOKEN);
    if (!isKnown && (isProxied || !/^(127\.|::1$|::ffff:127\.)/.test(ip))) throw notFound();
    return reply.type('text/plain; version=0.0.4').send(await metrics.text());
  });

  app.get('/healthz', { config: { access: 'public' } }, async () => ({ status: 'alive' }));
  app.get('/readyz', { config: { access: 'public' } }, async (_, reply) => {
    try {
      await db.query('SELECT 1');
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' });
    }
  });
}
