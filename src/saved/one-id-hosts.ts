import type { ChangedHost } from '../model/changes-since.ts';
import { type Finding, STATES, VERDICTS } from '../model/finding.ts';
import { grouped, type NonEmpty } from '../model/group-by.ts';
import { idsApart } from '../model/hardware-identity.ts';
import type { Scan, ScannedHost, ScanSummary } from '../model/scan.ts';

/**
 * A scan whose hosts have an id each. Releases up to 1.0.1 gave one id to hosts of several targets that show one hardware UUID,
 * and findings name nothing but the id. Such a scan is written host by host in the order of its hosts, rule by rule in the order
 * of its rules: where its findings stand just so, each is given to its host. Where they do not, what all of these hosts have
 * alike is kept, and everything else is unknown. What was waived by the id counts again: the waiver may have meant the other.
 */
export function withOwnIds<Saved extends Scan>(scan: Saved): Saved {
  const ids = idsApart(scan.hosts);
  if (ids.every((id, index) => id === scan.hosts[index]?.id)) return scan;
  const byId = new Map<string, ScannedHost[]>();
  const hosts = scan.hosts.map((host, index) => {
    const renamed = { ...host, id: ids[index] ?? host.id };
    byId.set(host.id, [...(byId.get(host.id) ?? []), renamed]);
    return renamed;
  });
  const findings = givenOut(scan, byId);
  const alike = [...byId.values()].filter(({ length }) => length > 1).flat();
  return {
    ...scan,
    hosts,
    findings,
    summary: { ...scan.summary, ...countsOf(findings) },
    since: scan.since === null ? null : { ...scan.since, changed: changedOf(scan.since.changed, byId) },
    remarks: [...(scan.remarks ?? []), remarkOn(alike)],
  };
}

type HostsById = ReadonlyMap<string, readonly ScannedHost[]>;

/** The findings in the order of the hosts, each with the id of its own host. */
function givenOut({ findings, rules }: Scan, byId: HostsById): readonly Finding[] {
  const places = new Map(rules.map(({ id }, place) => [id, place]));
  const given = [...grouped(findings, ({ host }) => host).values()].flatMap((alike) => {
    const [host, ...others] = byId.get(alike[0].host) ?? [];
    if (host === undefined) return alike;
    if (others.length === 0) return alike.map((finding) => ({ ...finding, host: host.id }));
    return toldApart([host, ...others], alike.map(unwaived), places);
  });
  const order = new Map([...byId.values()].flat().map(({ id }, place) => [id, place]));
  return given.toSorted((one, other) => (order.get(one.host) ?? 0) - (order.get(other.host) ?? 0));
}

type Places = ReadonlyMap<string, number>;

function toldApart(hosts: readonly ScannedHost[], findings: readonly Finding[], places: Places): readonly Finding[] {
  const blocks = blocksOf(findings, places);
  if (isAsWritten(hosts, blocks)) {
    return hosts.flatMap(({ id }, index) => (blocks[index] ?? []).map((finding) => ({ ...finding, host: id })));
  }
  const byRule = [...grouped(findings, ({ rule }) => rule).values()];
  return hosts.flatMap(({ id }) => byRule.map((alike) => ({ ...commonOf(alike, hosts.length), host: id })));
}

/** A host begins where a rule does not follow the one before it. */
function blocksOf(findings: readonly Finding[], places: Places): readonly (readonly Finding[])[] {
  const blocks: Finding[][] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const finding of findings) {
    const place = places.get(finding.rule) ?? -1;
    if (place <= last) blocks.push([finding]);
    else blocks.at(-1)?.push(finding);
    last = place;
  }
  return blocks;
}

/** As many blocks as hosts, all of the same rules, and hosts in the order in which scans are written: that of their names. */
function isAsWritten(hosts: readonly ScannedHost[], blocks: readonly (readonly Finding[])[]): boolean {
  const rules = new Set(blocks.map((block) => JSON.stringify(block.map(({ rule }) => rule))));
  const names = hosts.map(({ name }) => name.toLowerCase());
  const inOrder = names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
  return inOrder && blocks.length === hosts.length && rules.size === 1;
}

/** What a rule says of each of the hosts where it says the same of all of them; else nobody knows of which it says what. */
function commonOf([first, ...others]: NonEmpty<Finding>, hosts: number): Finding {
  const isCommon = others.length + 1 === hosts && others.every((other) => saying(other) === saying(first));
  if (isCommon) return first;
  const { cause: _cause, ...rest } = first;
  const { nextBoot, nextPatch } = first.horizons;
  return {
    ...rest,
    verdict: 'unknown',
    state: 'unknown',
    horizons: {
      now: 'unknown',
      nextBoot: nextBoot === null ? null : 'unknown',
      nextPatch: nextPatch === null ? null : 'unknown',
    },
    observed: null,
    message:
      'The saved scan has one id for several hosts, and does not tell of which of them it says what. Scan again.',
    reason: 'not-reported',
    notes: [],
    remedy: null,
  };
}

function saying({ verdict, state, message, observed }: Finding): string {
  return JSON.stringify([verdict, state, message, observed]);
}

function unwaived(finding: Finding): Finding {
  if (finding.waived === undefined) return finding;
  const { waived, ...rest } = finding;
  const text = 'It was waived in the saved scan, which has one id for this host and another one.';
  return { ...rest, ...waived, notes: [...finding.notes, { text, reference: null }] };
}

/** Changes of a host whose id is no longer its own cannot be given to one of them. */
function changedOf(changed: readonly ChangedHost[], byId: HostsById): readonly ChangedHost[] {
  return changed.flatMap(({ host, changes }) => {
    const [own, ...others] = byId.get(host) ?? [];
    if (own === undefined) return [{ host, changes }];
    return others.length === 0 ? [{ host: own.id, changes }] : [];
  });
}

function countsOf(findings: readonly Finding[]): Pick<ScanSummary, 'findings' | 'states'> {
  const [verdicts, states] = [findings.map(({ verdict }) => verdict), findings.map(({ state }) => state)];
  return { findings: counted(VERDICTS, verdicts), states: counted(STATES, states) };
}

function counted<Word extends string>(words: readonly Word[], seen: readonly (Word | null)[]): Record<Word, number> {
  const counts = words.map((word) => [word, seen.filter((each) => each === word).length]);
  return Object.fromEntries(counts) as Record<Word, number>;
}

function remarkOn(hosts: readonly ScannedHost[]): string {
  const names = hosts.slice(0, MOST_NAMED).map(({ name, target }) => `${name} of ${target}`);
  const more = hosts.length - names.length;
  const all = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
  return `The saved scan gave hosts with one hardware UUID one id: ${all}. What it says of them was told apart as far as it can be.`;
}

const MOST_NAMED = 10;
