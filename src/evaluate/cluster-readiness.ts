import type { Finding, Shown } from '../model/finding.ts';
import { grouped } from '../model/group-by.ts';
import { type ClusterReadiness, type HostReadiness, READINESS } from '../model/readiness.ts';
import type { Scan } from '../model/scan.ts';

/** The rules whose observations say how a cluster is set. */
const DRS = 'prepatch/drs-fully-automated';
const HA = 'prepatch/ha-enabled';
const OTHERS = 'prepatch/another-host-in-service';

/** For each cluster of the hosts, in their order, how many of them can be taken out at once. Hosts that stand alone are in none. */
export function clustersReadiness(hosts: readonly HostReadiness[], scan: Scan): readonly ClusterReadiness[] {
  const findings = new Map(scan.findings.map((finding) => [keyOf(finding.host, finding.rule), finding]));
  const clusters = grouped(hosts, ({ host: { target, datacenter, folder, cluster } }) =>
    JSON.stringify([target, datacenter, folder, cluster]),
  );
  return [...clusters.values()].flatMap((members) => {
    const { target, datacenter, cluster } = members[0].host;
    if (cluster === null) return [];
    return [{ cluster, datacenter, target, ...standingOf(members, findings), asOf: scan.startedAt }];
  });
}

type Findings = ReadonlyMap<string, Finding>;

function keyOf(host: string, rule: string): string {
  return JSON.stringify([host, rule]);
}

function standingOf(members: readonly HostReadiness[], findings: Findings) {
  const drs = settingOf(members, DRS, findings);
  const ha = settingOf(members, HA, findings);
  const [off, none] = [ha.value === 'false', ha.value === null];
  return {
    hosts: countsOf(members),
    drs: drs.value,
    ha: none ? null : !off,
    ...atOnceOf({ members, drs, ha, others: othersOf(members, findings) }),
  };
}

function countsOf(members: readonly HostReadiness[]): ClusterReadiness['hosts'] {
  const counts = READINESS.map((answer) => [answer, members.filter((each) => each.answer === answer).length] as const);
  return Object.fromEntries(counts) as ClusterReadiness['hosts'];
}

/** What was read of a cluster; `why` where nothing was. */
interface Setting {
  readonly value: string | null;
  readonly why: string;
}

/** What its hosts tell of their cluster: the same value, or none is known. */
function settingOf(members: readonly HostReadiness[], rule: string, findings: Findings): Setting {
  const found = members.flatMap(({ host }) => findings.get(keyOf(host.id, rule)) ?? []);
  const values = new Set(found.flatMap(({ observed }) => textOf(observed)));
  const [value] = values;
  if (value !== undefined && values.size === 1) return { value, why: '' };
  if (values.size > 1) return { value: null, why: 'its hosts tell different things' };
  const unread = found.find(({ verdict }) => verdict === 'unknown');
  return { value: null, why: unread === undefined ? 'it was not asked for' : unread.message.replace(/\.$/, '') };
}

function textOf(observed: Shown): readonly string[] {
  return typeof observed === 'string' || typeof observed === 'boolean' ? [String(observed)] : [];
}

/** Other hosts in service, of each host without a blocker; null where it was not read. */
function othersOf(members: readonly HostReadiness[], findings: Findings): readonly (number | null)[] {
  return candidatesIn(members).map(({ host }) => {
    const observed = findings.get(keyOf(host.id, OTHERS))?.observed;
    return typeof observed === 'string' && /^\d{1,6}$/.test(observed) ? Number(observed) : null;
  });
}

function candidatesIn(members: readonly HostReadiness[]): readonly HostReadiness[] {
  return members.filter(({ answer }) => answer === 'no-blocker-found');
}

interface ClusterCase {
  readonly members: readonly HostReadiness[];
  readonly drs: Setting;
  readonly ha: Setting;
  readonly others: readonly (number | null)[];
}

type AtOnce = Pick<ClusterReadiness, 'atOnce' | 'because'>;

/** As a rolling reboot does: one at a time, by fully automated DRS, and none while another host is out of service. */
function atOnceOf({ members, drs, ha, others }: ClusterCase): AtOnce {
  if (candidatesIn(members).length === 0)
    return { atOnce: 0, because: 'none of its hosts is known to be without a blocker' };
  if (drs.value === null) return { atOnce: null, because: `DRS is not known: ${drs.why}` };
  if (drs.value !== 'fullyAutomated')
    return { atOnce: 0, because: `DRS is ${drs.value}, so nothing moves VMs by itself` };
  const out = members.filter(({ host }) => host.connectionState !== 'connected' || host.inMaintenanceMode !== false);
  if (out.length > 0)
    return { atOnce: 0, because: `out of service already, or not known to be in it: ${namesOf(out)}` };
  const known = others.filter((count) => count !== null);
  if (known.includes(0)) return { atOnce: 0, because: 'no other host of it is in service' };
  if (known.length < others.length)
    return { atOnce: null, because: 'how many other hosts are in service was not read' };
  return { atOnce: 1, because: `whether HA admission control lets more go was not read${haWords(ha)}` };
}

function haWords({ value, why }: Setting): string {
  if (value === null) return `, and whether HA is on is not known: ${why}`;
  return value === 'false' ? '; HA is off, so nothing restarts VMs meanwhile' : '';
}

const MOST_NAMES = 5;

function namesOf(out: readonly HostReadiness[]): string {
  const names = out.slice(0, MOST_NAMES).map(({ host }) => host.name);
  return `${names.join(', ')}${out.length > MOST_NAMES ? ` and ${out.length - MOST_NAMES} more` : ''}`;
}
