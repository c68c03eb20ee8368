import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { View } from '../../queries/view.ts';
import { viewOf, type WebContext } from '../context.ts';
import { readerIn } from '../login/authenticate.ts';
import type { Need, Reader } from '../login/reader.ts';
import * as answers from './schemas.ts';

/** What a route of the API is read with. */
export interface Call<Params, Query> {
  readonly db: WebContext['pool'];
  readonly view: View;
  readonly reader: Reader;
  readonly params: Params;
  readonly query: Query;
}

interface ApiRoute<Params extends z.ZodType, Query extends z.ZodType> {
  readonly url: string;
  readonly summary: string;
  readonly needs?: Need;
  readonly params?: Params;
  readonly query?: Query;
  readonly answer: z.ZodType;
  readonly read: (call: Call<z.output<Params>, z.output<Query>>) => Promise<unknown>;
}

/** Adds routes whose requests and answers hold to their schemas, which are their documentation too. */
export function routeAdder(api: FastifyInstance, context: WebContext) {
  return <Params extends z.ZodType, Query extends z.ZodType>({
    url,
    summary,
    needs = 'viewer',
    params,
    query,
    answer,
    read,
  }: ApiRoute<Params, Query>): void => {
    const problems = { 400: answers.problem, 401: answers.problem, 403: answers.problem, 404: answers.problem };
    const schema = {
      summary,
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      response: { 200: answer, ...problems, 429: answers.problem, 503: answers.problem },
    };
    const handle = async (request: FastifyRequest): Promise<unknown> => {
      const reader = readerIn(request);
      // Parsed by the schemas above.
      const parsed = { params: request.params as z.output<Params>, query: request.query as z.output<Query> };
      return published(await read({ db: context.pool, view: viewOf(context, reader), reader, ...parsed }));
    };
    api.route({ method: 'GET', url, config: { needs }, schema, handler: handle });
  };
}

/** Times as they are written in JSON. */
function published(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer));
}
