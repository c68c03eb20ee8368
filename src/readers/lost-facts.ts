import { collectFacts } from '../collect/collect-facts.ts';
import type { Collection } from '../collect/partial-facts.ts';
import { authorityOf } from '../connect/endpoint.ts';
import type { Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import type { OpenedTarget } from '../scan/target-report.ts';

/** What a target is whose reading twice ended the process that did it: everything of its hosts is unread, with the reason. */
export function lostFacts(
  { session, hosts }: OpenedTarget,
  collection: Collection,
  { message }: Pick<Error, 'message'>,
): Promise<readonly HostFacts[]> {
  const sentence = `reading ${authorityOf(session.endpoint)} ended the process that did it, twice: ${message}`;
  const error = new EsxcheckError('READER_ENDED', sentence);
  const { endpoint, content, apiVersion, traffic, login, propertiesOnly, hostCalls } = session;
  const refuse = (): Promise<never> => Promise.reject(error);
  const silent: Session = {
    endpoint,
    content,
    apiVersion,
    traffic,
    login,
    propertiesOnly,
    hostCalls,
    rest: { call: refuse },
    call: refuse,
    retrieve: () => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) }),
    handover: refuse,
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return collectFacts(silent, hosts, collection);
}
