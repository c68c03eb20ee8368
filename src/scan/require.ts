import pMap from 'p-map';
import { type DirectHost, isOneHost, readDirectHost } from '../collect/direct-host.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Failed, OpenedTarget } from './target-report.ts';

const TARGETS_IN_FLIGHT = 8;

/**
 * Takes one entry a target, null for one that is well. Throws when none is: its own error when there is one target,
 * else one that names them all.
 */
export function requireTarget(targets: readonly (Failed | null)[]): void {
  const failed = targets.filter((target) => target !== null);
  const [first] = failed;
  if (first === undefined || failed.length < targets.length) return;
  if (failed.length === 1) throw first.error;
  throw new EsxcheckError('NO_TARGET_REACHED', `none of the ${failed.length} targets could be reached`, {
    details: failed.map(({ connection, error }) => `${connection.endpoint.url}: ${error.code}: ${error.message}`),
  });
}

/** An account without rights sees an empty inventory, which must not pass for a compliant one. */
export function requireVisibleHosts(reached: readonly OpenedTarget[]): void {
  if (reached.some(({ inventory }) => inventory.length > 0)) return;
  const users = [...new Set(reached.map(({ connection }) => connection.credentials.user))].join(', ');
  throw new EsxcheckError('NO_VISIBLE_HOST', `the login as ${users} worked, but it shows no host`, {
    details: [
      'Give the account a role with System.View and System.Read on the hosts, propagating from the datacenter.',
    ],
  });
}

/** Two addresses of one vCenter would count each of its hosts twice. */
export function requireDistinct(reached: readonly OpenedTarget[]): void {
  const seen = new Map<string, string>();
  for (const { session } of reached) {
    const identity = session.content.about.instanceUuid;
    const earlier = identity === null ? undefined : seen.get(identity);
    if (earlier !== undefined) {
      throw new EsxcheckError('SAME_TARGET_TWICE', `${earlier} and ${session.endpoint.url} are one vCenter`, {
        details: ['Name it once: each of its hosts would count twice.'],
      });
    }
    if (identity !== null) seen.set(identity, session.endpoint.url);
  }
}

/**
 * Throws SAME_TARGET_TWICE where two targets are one ESXi host, which has no `instanceUuid` to know it by. Asks each host that
 * is asked directly once, where there are several.
 */
export async function requireDistinctHosts(reached: readonly OpenedTarget[], signal?: AbortSignal): Promise<void> {
  const direct = reached.filter(({ session }) => session.content.about.apiType === 'HostAgent');
  if (direct.length < 2) return;
  const hosts = await pMap(direct, ({ session, inventory }) => readDirectHost(session, inventory, signal), {
    concurrency: TARGETS_IN_FLIGHT,
  });
  for (const [index, host] of hosts.entries()) {
    const earlier = hosts.slice(0, index).find((other) => isOneHost(other, host));
    if (earlier !== undefined) throw sameHost(earlier, host);
  }
}

function sameHost(one: DirectHost, other: DirectHost): EsxcheckError {
  return new EsxcheckError('SAME_TARGET_TWICE', `${one.url} and ${other.url} are one ESXi host`, {
    details: ['Name it once: it would count twice.'],
  });
}
