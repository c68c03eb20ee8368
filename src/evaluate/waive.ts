import { baseId } from '../model/framework.ts';
import type { Finding, FindingNote, Verdict } from '../model/finding.ts';
import { globMatcher, hostGlob } from '../model/glob.ts';
import type { Host } from '../model/host.ts';
import { type HostGroup, groupMatcher } from '../model/host-group.ts';
import { LABEL_PATHS } from '../model/host-labels.ts';
import { firstRuleId } from '../model/moved-rules.ts';
import type { Scan } from '../model/scan.ts';
import { every, type TriState } from '../model/tri-state.ts';
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
    waivers: matchers.map(({ waiver, state, matched, unclear }) => ({
      ...waiver,
      state,
      matched,
      ...(unclear.size === 0 ? {} : { unclear: unclear.size }),
    })),
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
  /** Hosts of which it may speak, which nobody knows: their labels are unread. */
  readonly unclear: ReadonlyMap<string, string>;
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
    this.#hosts = new Set(hosts.filter((host) => admits(host) === true).map(({ id }) => id));
    const open = isOfLabels(waiver) ? hosts.filter((host) => admits(host) === undefined) : [];
    this.unclear = new Map(open.map((host) => [host.id, whyUnclear(host, waiver)]));
  }

  /** Why it is not known whether it speaks of a finding; null where that is known. */
  unclearFor({ rule, host }: Finding): string | null {
    return this.#rules.has(rule) ? (this.unclear.get(host) ?? null) : null;
  }

  /** Whether it speaks of a finding; counts those of which it does. */
  matches({ rule, host }: Finding): boolean {
    const matches = this.#rules.has(rule) && this.#hosts.has(host);
    if (matches) this.matched += 1;
    return matches;
  }
}

/** Which hosts a waiver speaks of; undefined where that hangs on what was not read: it does not speak of such a host. */
export function waiverScope({
  host,
  cluster,
  datacenter = null,
  target = null,
  ...labels
}: WaiverPlace): (each: Host) => TriState {
  const ofHost = host === null ? () => true : hostGlob(host);
  const ofGroup = groupMatcher({
    ...only('clusters', cluster),
    ...only('datacenters', datacenter),
    ...only('targets', target),
    ...only('folders', labels.folder),
    ...only('tags', labels.tag),
    ...only('attributes', labels.attribute),
  });
  return (each) => every([ofHost(each), ofGroup(each)]);
}

function only(kind: keyof HostGroup, value: string | null | undefined): HostGroup {
  return value === null || value === undefined ? {} : { [kind]: [value] };
}

type WaiverPlace = Pick<Waiver, 'host' | 'cluster' | 'datacenter' | 'target' | 'folder' | 'tag' | 'attribute'>;

function isOfLabels({ tag, attribute }: Waiver): boolean {
  return (tag ?? null) !== null || (attribute ?? null) !== null;
}

function whyUnclear({ unread = {} }: Host, { tag = null, attribute = null }: Waiver): string {
  const details = [
    tag === null ? undefined : (unread[LABEL_PATHS.tags]?.detail ?? 'the tags were not read'),
    attribute === null ? undefined : (unread[LABEL_PATHS.attributes]?.detail ?? 'the attributes were not read'),
  ];
  return details.filter((detail) => detail !== undefined).join('; ');
}

function judged(finding: Finding, matchers: readonly Matcher[]): Finding {
  if (!WAIVABLE.has(finding.verdict)) return finding;
  const speaking = matchers.filter((matcher) => matcher.matches(finding));
  const holding = speaking.find(({ state }) => state !== 'expired');
  if (holding !== undefined) return waivedBy(holding.waiver, finding);
  const lapsed = speaking.map(({ waiver }) => lapsedNote(waiver));
  const notes = [...lapsed, ...matchers.flatMap((matcher) => unclearNotes(matcher, finding))];
  return notes.length === 0 ? finding : { ...finding, notes: [...finding.notes, ...notes] };
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

/** A waiver that may speak of a finding does not: nobody has said so. */
function unclearNotes(matcher: Matcher, finding: Finding): readonly FindingNote[] {
  const { waiver, state } = matcher;
  const why = state === 'expired' ? null : matcher.unclearFor(finding);
  if (why === null) return [];
  return [
    {
      text: `Whether the waiver by ${waiver.owner} speaks of this host is not known, so it does not: ${sentence(why)}`,
      reference: waiver.ticket,
    },
  ];
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
