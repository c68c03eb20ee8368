import type { z } from 'zod';
import { RestAnswerError } from './json.ts';
import { shapeOf } from './shape.ts';

/** What an answer about a cluster says of one of its hosts, or why it says nothing that can be used. */
export type HostWord<T> =
  | { readonly kind: 'said'; readonly word: T }
  /** The answer does not name the host: it joined the cluster since, for one. */
  | { readonly kind: 'unnamed' }
  /** vCenter says that it does not know. */
  | { readonly kind: 'unknown'; readonly sentence: string }
  | { readonly kind: 'contradiction'; readonly sentence: string }
  | { readonly kind: 'garbled'; readonly sentence: string };

/** By managed object id of the host. */
export type HostWords<T> = (host: string) => HostWord<T>;

/** The lists of an answer, by the status that being in one of them stands for. */
export type HostLists<Status extends string> = Readonly<Record<Status, readonly string[]>>;

/**
 * In which of the lists a host is. A host that is in two of them, or twice in one, is a contradiction: the reference calls them
 * sets (docs/internals/rest.md 3.2).
 */
export function listingOf<Status extends string>(lists: HostLists<Status>): (host: string) => HostWord<Status> {
  const found = new Map<string, Status[]>();
  for (const [status, hosts] of Object.entries<readonly string[]>(lists)) {
    for (const host of hosts) found.set(host, [...(found.get(host) ?? []), status as Status]);
  }
  return (host) => {
    const [status, ...more] = found.get(host) ?? [];
    if (status === undefined) return { kind: 'unnamed' };
    if (more.length === 0) return { kind: 'said', word: status };
    return { kind: 'contradiction', sentence: 'the answer lists the host more than once' };
  };
}

/** What is told of each host by its id, each in a form that is looked at when the host is asked for. */
export type HostDetails = Readonly<Record<string, unknown>>;

/** The part of the answer about one host: of another form, or missing, it is garbled for that host alone. */
export function detailOf<Detail, T>(
  hosts: HostDetails,
  host: string,
  schema: z.ZodType<Detail>,
  from: (detail: Detail) => HostWord<T>,
): HostWord<T> {
  if (!Object.hasOwn(hosts, host)) {
    return { kind: 'garbled', sentence: 'the answer lists the host and tells nothing of it' };
  }
  try {
    return from(shapeOf(schema, hosts[host]));
  } catch (error) {
    if (error instanceof RestAnswerError) return { kind: 'garbled', sentence: error.message };
    throw error;
  }
}

export function contradicted(listed: string, said: string): HostWord<never> {
  return { kind: 'contradiction', sentence: `the answer lists the host as ${listed}, and says ${said} of it` };
}
