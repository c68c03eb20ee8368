import { EsxcheckError } from '../model/errors.ts';
import { SoapFault } from '../vim/fault.ts';
import { retrieveServiceContent } from '../vim/methods/session.ts';
import type { ServiceContent } from '../vim/service-content.ts';
import { ladderVersion, negotiateVersion } from '../vim/version.ts';
import { WireError } from '../vim/wire-error.ts';
import { answerError, notVsphere, unavailable } from './answer-error.ts';
import type { Cookies } from './cookies.ts';
import type { Deadline } from './deadline.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { retrying } from './retrying.ts';
import { PASSING, type Wire } from './wire.ts';

const PATH = '/sdk/vimServiceVersions.xml';
const REQUEST = { method: 'GET', path: PATH, headers: { 'accept-encoding': 'gzip' }, body: null } as const;
/** Asked in where the server does not say which versions it speaks: what every vCenter and ESXi since 5.5 knows, and others. */
const UNASKED = ['5.5', '6.7', '5.0'] as const;

/** What is needed to find out how to speak with a server. */
export interface Negotiating {
  readonly endpoint: Endpoint;
  readonly exchange: Exchange;
  /** Gets what is set on the way. */
  readonly cookies: Cookies;
  readonly deadline: Deadline;
  readonly random: () => number;
  /** Sends calls in that version of the API. */
  readonly wireIn: (apiVersion: string) => Wire;
}

/** A server that can be spoken with, and how. */
export interface Negotiated {
  readonly apiVersion: string;
  readonly wire: Wire;
  readonly content: ServiceContent;
}

/**
 * Finds the newest API version that server and client share, and the server's entry points. Where the list of versions is not to
 * be had, since a gateway lets nothing but `/sdk` through, the server's own word for its version counts (`AboutInfo.apiVersion`).
 * Throws NOT_VSPHERE and its like.
 */
export async function negotiate(around: Negotiating): Promise<Negotiated> {
  const { deadline, random, endpoint } = around;
  const listed = await retrying(() => askVersions(around), { deadline, random });
  if (typeof listed === 'string') return speak(around, listed);
  const told = await askUnlisted(around, listed);
  const version = ladderVersion(told);
  if (version === null) throw unsupported(endpoint);
  return speak(around, version);
}

async function speak(around: Negotiating, apiVersion: string): Promise<Negotiated> {
  const wire = around.wireIn(apiVersion);
  try {
    return { apiVersion, wire, content: await contentBy(wire, around) };
  } catch (error) {
    throw error instanceof SoapFault ? notVsphere(around.endpoint, `with ${error.message}`) : error;
  }
}

function contentBy(wire: Wire, { cookies, deadline }: Negotiating): Promise<ServiceContent> {
  return wire.send(retrieveServiceContent(), { number: 0, cookies }, deadline);
}

/** The version that the server says it has; `blocked` is thrown where it says nothing at `/sdk` either. */
async function askUnlisted(around: Negotiating, blocked: EsxcheckError): Promise<string> {
  for (const version of UNASKED) {
    try {
      const { about } = await contentBy(around.wireIn(version), around);
      return about.apiVersion ?? '';
    } catch (error) {
      if (error instanceof SoapFault) continue;
      throw error instanceof EsxcheckError && SILENT.has(error.code) ? blocked : error;
    }
  }
  throw blocked;
}

/** What a server that is no vCenter answers at `/sdk`. */
const SILENT: ReadonlySet<string> = new Set(['NOT_VSPHERE', 'UNEXPECTED_ANSWER']);

/** The version, or why the list of versions is not to be had. Throws what passes, and UNSUPPORTED_API for a list without any of ours. */
async function askVersions({ exchange, endpoint, cookies, deadline }: Negotiating): Promise<string | EsxcheckError> {
  const answer = await exchange.send(REQUEST, deadline);
  cookies.take(answer.cookies, PATH, Date.now());
  if (answer.status !== 200) {
    answer.body.discard();
    if (PASSING.has(answer.status)) throw unavailable(endpoint, answer.status);
    return notVsphere(endpoint, `with HTTP ${answer.status}`);
  }
  try {
    const version = negotiateVersion(await answer.body.text());
    if (version === null) throw unsupported(endpoint);
    return version;
  } catch (error) {
    const explained = answerError(error, endpoint, answer.contentType);
    if (error instanceof WireError && explained instanceof EsxcheckError) return explained;
    throw explained;
  }
}

function unsupported(endpoint: Endpoint): EsxcheckError {
  const sentence = `${authorityOf(endpoint)} speaks no version of the API that is known here`;
  return new EsxcheckError('UNSUPPORTED_API', sentence, { details: ['vSphere 5.0 and newer are supported.'] });
}
