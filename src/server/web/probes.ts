import type { FastifyInstance } from 'fastify';
import type { WebContext } from './context.ts';

/** Whether the process lives, and whether it can do its work. Nothing else is told. */
export function addProbes(web: FastifyInstance, { pool }: WebContext): void {
  const config = { needs: 'nobody', rateLimit: false } as const;
  web.get('/healthz', { config }, () => ({ status: 'ok' }));
  web.get('/readyz', { config }, async () => {
    await pool.query('SELECT 1');
    return { status: 'ok' };
  });
}
