import type { Scan, ScannedHost } from '../../model/scan.ts';
import { isLost } from '../../model/scan.ts';
import type { Rule } from '../../model/rule.ts';
import { type Body, bodyOf, movingRules } from './body-identity.ts';
import type { JudgedFinding, Judgement } from './judgement.ts';
import { storedJson, storedText } from './stored-json.ts';

/** A scan of one target in rows: each body once, findings by places in lists. Pure. */
export function judgementOf(scan: Scan, rules: readonly Rule[], rulesHash: string): Judgement {
  const error = scan.targets[0]?.error ?? null;
  return {
    rulesHash,
    readAt: scan.finishedAt,
    error: error === null ? null : { code: storedText(error.code), message: storedText(error.message) },
    isLost: scan.targets.some(isLost),
    unreachable: scan.summary.unreachable,
    verdicts: scan.summary.findings,
    states: scan.summary.states,
    hosts: scan.hosts.map(hostRow),
    rules: scan.rules.map((rule) => ({
      name: rule.id,
      title: storedText(rule.title),
      severity: rule.severity,
      report: storedJson(rule),
    })),
    ...rowsOf(scan, movingRules(rules)),
  };
}

/** Facts of the kernel and the firewall stay in the shipment. */
function hostRow({ kernel: _kernel, firewall: _firewall, ...host }: ScannedHost): Judgement['hosts'][number] {
  return {
    scanId: storedText(host.id),
    name: storedText(host.name),
    cluster: text(host.cluster),
    datacenter: text(host.datacenter),
    model: text(host.model),
    release: text(host.release),
    build: text(host.build),
    document: storedJson(host),
  };
}

function text(value: string | null): string | null {
  return value === null ? null : storedText(value);
}

function rowsOf(scan: Scan, moving: ReadonlySet<string>): Pick<Judgement, 'bodies' | 'findings'> {
  const hosts = placesOf(scan.hosts.map(({ id }) => id));
  const rules = placesOf(scan.rules.map(({ id }) => id));
  const bodies = new Map<string, Body & { readonly place: number }>();
  const findings = scan.findings.map((finding): JudgedFinding => {
    const said = bodyOf(finding, moving);
    const body = bodies.get(said.hash) ?? { ...said, place: bodies.size };
    bodies.set(said.hash, body);
    const { verdict, state, waived } = finding;
    const isUnknown = verdict === 'unknown' || waived?.verdict === 'unknown';
    return [placeIn(hosts, finding.host), placeIn(rules, finding.rule), body.place, verdict, state, isUnknown];
  });
  const kept = [...bodies.values()].map(({ hash, identity, content }) => ({ hash, identity, content }));
  return { bodies: kept, findings };
}

function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

function placeIn(places: ReadonlyMap<string, number>, id: string): number {
  const place = places.get(id);
  if (place === undefined) throw new Error(`a finding speaks of ${id}, which the scan does not hold`);
  return place;
}
