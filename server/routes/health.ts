/** For the machine that watches: `/healthz` (alive), `/readyz` (can serve). */
import type { FastifyInstance } from 'fastify';
import type { Service } from '../context.ts';

export function healthRoutes(app: FastifyInstance, { db }: Service): void {
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
