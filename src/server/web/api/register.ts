import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { WebContext } from '../context.ts';
import { addRoutes } from './routes.ts';

/** The read API below `/api/v1`, and its own description. */
export async function addApi(api: FastifyInstance, context: WebContext): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'esxcheck-server',
        version: context.version,
        description: 'What hosts were found to be, read only.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await api.register(async (routes) => addRoutes(routes, context));
  api.get('/openapi.json', { config: { needs: 'viewer' }, schema: { hide: true } }, () => api.swagger());
}
