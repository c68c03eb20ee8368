import { type Finding, STATES, VERDICTS } from '../../src/model/finding.ts';
import { authorityOfUrl } from '../../src/model/inventory-path.ts';
import { SEVERITIES } from '../../src/model/rule.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { escapeControlCharacters } from '../text/cells.ts';

/** A finding with the host it speaks of. */
export interface Judged {
  readonly finding: Finding;
  readonly host: ScannedHost;
}

/** Every finding with its host, worst first: verdict, severity, rule, state, then the scan's own order of hosts. */
export function worstFirst({ findings, hosts, rules }: Scan): Judged[] {
  const hostOf = new Map(hosts.map((host) => [host.id, host]));
  const rankOfRule = new Map(rules.map((rule, rank) => [rule.id, rank]));
  // One number a finding: a scan may hold hundreds of thousands, and lists would be compared member by member.
  const rankOf = ({ verdict, severity, rule, state }: Finding): number => {
    const severe = VERDICTS.indexOf(verdict) * SEVERITIES.length + SEVERITIES.indexOf(severity);
    const ruled = severe * (rules.length + 1) + (rankOfRule.get(rule) ?? rules.length);
    return ruled * (STATES.length + 1) + (state === null ? STATES.length : STATES.indexOf(state));
  };
  return findings
    .map((finding) => {
      const host = hostOf.get(finding.host);
      if (host === undefined) throw new Error(`A finding speaks of host ${finding.host}, which the scan does not hold`);
      return { finding, host, rank: rankOf(finding) };
    })
    .sort((left, right) => left.rank - right.rank);
}

/** Findings by the id of their host, in the scan's order of hosts; a host without any is there too. */
export function findingsByHost({
  hosts,
  findings,
}: Pick<Scan, 'hosts' | 'findings'>): ReadonlyMap<string, readonly Finding[]> {
  const byHost = new Map<string, Finding[]>(hosts.map(({ id }) => [id, []]));
  for (const finding of findings) byHost.get(finding.host)?.push(finding);
  return byHost;
}

/** Where a host stands, harmless: its cluster, after its vCenter where hosts of several are shown; '' where there is nothing to say. */
export function placeNamer({ hosts }: Pick<Scan, 'hosts'>): (host: ScannedHost) => string {
  const several = new Set(hosts.map(({ target }) => target)).size > 1;
  return ({ cluster, target }) => {
    const vcenter = authorityOfUrl(target);
    // What tells two clusters apart may be the vCenter itself.
    const isNamed = !several || cluster?.startsWith(`${vcenter}:`) === true;
    const parts = isNamed ? [cluster] : [vcenter, cluster];
    return parts
      .filter((part) => part !== null && part !== '')
      .map((part) => escapeControlCharacters(part ?? ''))
      .join(' / ');
  };
}
