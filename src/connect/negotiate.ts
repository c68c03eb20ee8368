import { EsxcheckError } from '../model/errors.ts';
import { negotiateVersion } from '../vim/version.ts';
import { answerError, notVsphere, unavailable } from './answer-error.ts';
import type { Deadline } from './deadline.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';

const REQUEST = {
  method: 'GET',
  path: '/sdk/vimServiceVersions.xml',
  headers: { 'accept-encoding': 'gzip' },
  body: null,
} as const;

/** The newest API version that server and client share (protocol.md 1.2). Throws NOT_VSPHERE and its like. */
export async function negotiate(exchange: Exchange, endpoint: Endpoint, deadline: Deadline): Promise<string> {
  const answer = await exchange.send(REQUEST, deadline);
  if (answer.status !== 200) {
    answer.body.discard();
    throw answer.status >= 500
      ? unavailable(endpoint, answer.status)
      : notVsphere(endpoint, `with HTTP ${answer.status}`);
  }
  const version = read(await answer.body.text(), endpoint, answer.contentType);
  if (version !== null) return version;
  throw new EsxcheckError(
    'UNSUPPORTED_API',
    `${authorityOf(endpoint)} speaks no version of the API that is known here`,
    {
      details: ['vSphere 5.0 and newer are supported.'],
    },
  );
}

function read(versionsXml: string, endpoint: Endpoint, contentType: string): string | null {
  try {
    return negotiateVersion(versionsXml);
  } catch (error) {
    throw answerError(error, endpoint, contentType);
  }
}
