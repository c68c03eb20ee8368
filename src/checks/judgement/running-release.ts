import type { Host } from '../../model/host.ts';
import type { Problem } from '../../model/problem.ts';
import { readHostFact, requireHostFact } from '../values/host-facts.ts';
import type { RunningRelease } from '../values/release-branch.ts';

/** A build is a number; one that carries more says nothing that could be compared. */
const BUILD = /^\d{1,12}$/;

/** The release of a host, or why it is not known; that of a host in trouble may be another by now. */
export function runningRelease(host: Host): RunningRelease | { readonly problem: Problem } {
  if (host.trouble !== null || host.build === null || host.version === null) return { problem: unreadOf(host) };
  if (!BUILD.test(host.build)) return { problem: UNCLEAR };
  return { version: host.version, build: Number(host.build) };
}

function unreadOf(host: Host): Problem {
  const told = [VERSION, BUILD_FACT].map((fact) => readHostFact(fact, host)).find(({ kind }) => kind === 'unread');
  const why = told?.kind === 'unread' ? told.problem : NOT_REPORTED;
  return host.trouble ?? why;
}

const VERSION = requireHostFact('host.version');
const BUILD_FACT = requireHostFact('host.build');
const NOT_REPORTED: Problem = { code: 'not-reported', detail: 'the build was not reported' };

export const UNCLEAR: Problem = {
  code: 'release-unclear',
  detail: 'the catalog does not tell what the build holds',
};
