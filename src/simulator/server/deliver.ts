import type { ServerResponse } from 'node:http';
import type { HostTrouble } from '../estate/estate.ts';
import type { Trouble } from '../estate/trouble.ts';
import { wrapBody } from '../wire/envelope.ts';
import { renderFault, VimFault } from '../wire/fault.ts';
import { ERROR_PAGE, GARBAGE, hangUp } from './disturbance.ts';
import { type Reply, send, sendCut, sendHalf, sendHuge, sendUnzippable } from './reply.ts';

/** Sends a reply, or what the troubles make of it. */
export async function deliver(
  { outgoing, signal }: { readonly outgoing: ServerResponse; readonly signal: AbortSignal },
  reply: Reply,
  { troubles, proxied }: { readonly troubles: readonly Trouble[]; readonly proxied: HostTrouble },
): Promise<void> {
  const has = (kind: Trouble['kind']): boolean => troubles.some((trouble) => trouble.kind === kind);
  if (has('hang')) return hangUp(signal);
  if (has('silent')) return sendHalf(outgoing, reply, signal);
  if (has('drop') || proxied.drops === true) return sendCut(outgoing, reply, 'connection');
  if (has('unavailable'))
    return send(outgoing, { ...reply, status: 503, type: 'text/plain', text: 'Service Unavailable\n', cookies: [] });
  if (has('badGateway'))
    return send(outgoing, { ...reply, status: 502, type: 'text/html', text: ERROR_PAGE, cookies: [] });
  const status = troubles.find(({ kind }) => kind === 'status')?.status;
  if (status !== undefined)
    return send(outgoing, { ...reply, status, type: 'text/html', text: ERROR_PAGE, cookies: [] });
  if (has('html')) return send(outgoing, { ...reply, status: 200, type: 'text/html', text: ERROR_PAGE, cookies: [] });
  if (has('garbage')) return send(outgoing, { ...reply, text: GARBAGE, cookies: [] });
  if (has('gzip')) return sendUnzippable(outgoing, { ...reply, cookies: [] });
  if (has('cut')) return sendCut(outgoing, reply, 'text');
  if (has('fault')) return send(outgoing, { ...reply, status: 500, text: wrapBody(SYSTEM_ERROR), cookies: [] });
  const huge = troubles.find(({ kind }) => kind === 'huge');
  if (huge !== undefined) return sendHuge(outgoing, reply, { bytes: huge.bytes, signal });
  return send(outgoing, reply);
}

const SYSTEM_ERROR = renderFault(new VimFault('SystemError', 'A general system error occurred: simulated'), '8.0.3.0');
