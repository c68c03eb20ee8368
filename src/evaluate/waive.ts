import { baseId } from '../model/framework.ts';
import type { Finding, FindingNote, Verdict } from '../model/finding.ts';
import { clusterGlob, globMatcher, hostGlob } from '../model/glob.ts';
import type { Host } from '../model/host.ts';
import { authorityOfUrl } from '../model/inventory-path.ts';
import { firstRuleId } from '../model/moved-rules.ts';
import type { Scan } from '../model/scan.ts';
import type { LastKnown, Waiver, WaiverState } from '../model/waiver.ts';
import { summarise } from './summary.ts';

/** What needs waiving; a pass is a pass, and what does not apply needs nobody's leave. */
const WAIVABLE: ReadonlySet<Verdict> = new Set(['fail', 'warn', 'unknown']);

/**
 * The scan with what people have decided to live with as `waived`, and each waiver with what it matched.
 *
 * Pure: `now` is the clock. Of several waivers that hold, the first one speaks. One that has expired changes nothing but
 * that the finding says so. Of what is unknown now, a waived finding says what was known last, and how old that is.
 */
export function waive(scan: Scan, waivers: readonly Waiver[], now: Date, lastKnown: Remembering = nothing): Scan {
  const matchers = waivers.map((waiver) => new Matcher(scan, waiver, waiverState(waiver, now)));
  const findings = scan.findings.map((finding) => withMemory(judged(finding, matchers), { now, lastKnown }));
  return {
    ...scan,
    findings,
    summary: summarise(scan.hosts, findings),
    waivers: matchers.map(({ waiver, state, matched }) => ({ ...waiver, state, matched })),
  };
}

/** What was known of a finding before; null where nothing was. */
export type Remembering = (finding: Finding) => LastKnown | null;

function nothing(): null {
  return null;
}

interface Memory {
  readonly now: Date;
  readonly lastKnown: Remembering;
}

const DAY_MS = 86_400_000;

function withMemory(finding: Finding, { now, lastKnown }: Memory): Finding {
  const known = finding.waived?.verdict === 'unknown' ? lastKnown(finding) : null;
  if (known === null) return finding;
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(known.at)) / DAY_MS));
  const age = days === 1 ? '1 day ago' : `${days} days ago`;
  const text = `Last known on ${known.at.slice(0, 10)}, ${age}: ${known.verdict}: ${known.message}`;
  return { ...finding, notes: [...finding.notes, { text, reference: null }] };
}

/** One waiver, with the rules and hosts of a scan that it speaks of. */
class Matcher {
  readonly waiver: Waiver;
  readonly state: WaiverState;
  matched = 0;
  readonly #rules: ReadonlySet<string>;
  readonly #hosts: ReadonlySet<string>;

  constructor({ rules, hosts }: Scan, waiver: Waiver, state: WaiverState) {
    this.waiver = waiver;
    this.state = state;
    const names = globMatcher(waiver.rule);
    this.#rules = new Set(
      rules.map(({ id }) => id).filter((id) => [id, baseId(id), firstRuleId(baseId(id))].some(names)),
    );
    const admits = waiverScope(waiver);
    this.#hosts = new Set(hosts.filter(admits).map(({ id }) => id));
  }

  /** Whether it speaks of a finding; counts those of which it does. */
  matches({ rule, host }: Finding): boolean {
    const matches = this.#rules.has(rule) && this.#hosts.has(host);
    if (matches) this.matched += 1;
    return matches;
  }
}

/** Which hosts a waiver speaks of. A name that was not read matches nothing but where nothing is asked. */
export function waiverScope({ host, cluster, datacenter = null, target = null }: WaiverPlace): (each: Host) => boolean {
  const [ofHost, ofCluster] = [host === null ? null : hostGlob(host), cluster === null ? null : clusterGlob(cluster)];
  const [ofDatacenter, ofTarget] = [datacenter, target].map((glob) => (glob === null ? null : globMatcher(glob)));
  return (each) =>
    (ofHost === null || ofHost(each) === true) &&
    (ofCluster === null || (each.cluster !== null && ofCluster({ ...each, name: each.cluster }) === true)) &&
    (!ofDatacenter || (each.datacenter !== null && ofDatacenter(each.datacenter))) &&
    (!ofTarget || ofTarget(authorityOfUrl(each.target)));
}

type WaiverPlace = Pick<Waiver, 'host' | 'cluster' | 'datacenter' | 'target'>;

function judged(finding: Finding, matchers: readonly Matcher[]): Finding {
  if (!WAIVABLE.has(finding.verdict)) return finding;
  const speaking = matchers.filter((matcher) => matcher.matches(finding));
  const holding = speaking.find(({ state }) => state !== 'expired');
  if (holding !== undefined) return waivedBy(holding.waiver, finding);
  const lapsed = speaking.map(({ waiver }) => lapsedNote(waiver));
  return lapsed.length === 0 ? finding : { ...finding, notes: [...finding.notes, ...lapsed] };
}

/** What was observed stays; what would be said and done about it does not. */
function waivedBy(waiver: Waiver, finding: Finding): Finding {
  const { verdict, state, message } = finding;
  const would = state === null || state === verdict ? verdict : `${verdict} (${state})`;
  const waived = `Waived by ${waiver.owner} until ${waiver.expires}${recordsOf(waiver)}: ${sentence(waiver.reason)}`;
  return {
    ...finding,
    verdict: 'waived',
    state: null,
    message: `${waived} It would be ${would}: ${message}`,
    remedy: null,
    waived: { verdict, state, message },
  };
}

/** ` (CHG0042, approved by Jane Doe, POA&M 17)`; nothing where none of them was said. */
function recordsOf({ ticket, approvedBy = null, poam = null }: Waiver): string {
  const parts = [
    ticket,
    approvedBy === null ? null : `approved by ${approvedBy}`,
    poam === null ? null : `POA&M ${poam}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function lapsedNote({ owner, expires, reason, ticket }: Waiver): FindingNote {
  return { text: `The waiver by ${owner} expired on ${expires}: ${sentence(reason)}`, reference: ticket };
}

function sentence(reason: string): string {
  return `${reason.replace(/[.\s]+$/, '')}.`;
}

/** Days before the last one from which people are told. */
const SOON = 30;

/** Days that a waiver still holds after today: 0 on its last day, negative when it has expired. Days are those of UTC. */
export function daysLeft({ expires }: Pick<Waiver, 'expires'>, now: Date): number {
  const today = Math.floor(now.getTime() / DAY_MS);
  return Math.floor(Date.parse(`${expires}T00:00:00Z`) / DAY_MS) - today;
}

/** The day that a waiver names is the last one on which it holds. */
export function waiverState(waiver: Pick<Waiver, 'expires'>, now: Date): WaiverState {
  const days = daysLeft(waiver, now);
  // What is no date never holds.
  if (!(days >= 0)) return 'expired';
  return days <= SOON ? 'expiring' : 'active';
}
