import { readOneHost } from '../collect/one-host.ts';
import type { Session } from '../connect/session.ts';
import type { LabelDemand } from '../model/host-labels.ts';
import { currentRuleId, isOfPack } from '../model/moved-rules.ts';
import type { Rule } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';
import { judgeHosts, type JudgeRequest } from '../scan/judge-hosts.ts';
import { joinedLabels, labelsOfRules } from '../scan/rule-labels.ts';
import type { JournalRecord } from './journal/format.ts';
import { withRebootsInVain } from './reboots-in-vain.ts';

/** Which host, and judged by what. */
export interface GateRequest extends Omit<JudgeRequest, 'session' | 'hosts'> {
  /** Name, path such as `DC1/Prod/esx-07`, managed object id, or hardware UUID. */
  readonly host: string;
  /** What was asked for by name: it opens no gate where it was not judged. */
  readonly named: { readonly packs: readonly string[]; readonly rules: readonly string[] };
  /** Of the apply that set it; empty where there is none. */
  readonly records: readonly JournalRecord[];
  /** Labels that waivers go by. */
  readonly labels?: LabelDemand;
  /** Takes out of the way what people chose not to look at. */
  readonly waive: (scan: Scan) => Promise<Scan>;
}

/** Whether the host may go back to work. */
export interface GateResult {
  readonly gate: Gate;
  /** Of the one host. */
  readonly scan: Scan;
  /** What was asked for and not judged; null where all of it was. */
  readonly unjudged: Unjudged | null;
}

export type Gate = 'open' | 'shut' | 'unknown';

/** Names of rules and packs that do not apply to the host; empty where no rule does. */
export interface Unjudged {
  readonly named: readonly string[];
}

/**
 * Judges one host by what runs on it now. The gate is open only when every rule that applies to it passes, and when something
 * was judged of each rule and pack that was named. Reads only. Throws HOST_NOT_FOUND and HOST_UNREAD.
 */
export async function gateHost(session: Session, request: GateRequest): Promise<GateResult> {
  const labels = joinedLabels(labelsOfRules(request.rules), request.labels);
  const host = await readOneHost(session, request.host, { labels, signal: request.signal });
  const judged = await judgeHosts({ ...request, session, hosts: [host] });
  const scan = await request.waive(withRebootsInVain(judged, request.rules, request.records));
  const unjudged = unjudgedIn(scan, request.rules, request.named);
  return { gate: gateOf(scan, unjudged === null), scan, unjudged };
}

/** A name that applies to nothing proves nothing; a rule that has moved answers to the names that it had, too. */
function unjudgedIn({ findings }: Scan, rules: readonly Rule[], named: GateRequest['named']): Unjudged | null {
  const judged = new Set(findings.filter(({ verdict }) => verdict !== 'not-applicable').map((finding) => finding.rule));
  const kept = rules.filter(({ id }) => judged.has(id));
  const left = [
    ...named.rules.filter((id) => !judged.has(currentRuleId(id))),
    ...named.packs.filter((name) => !kept.some((rule) => isOfPack(rule, name))),
  ];
  return left.length > 0 || judged.size === 0 ? { named: left } : null;
}

/**
 * Whether what runs now is right: what a reboot would bring does not count, and what is unknown, or was asked for and not
 * judged, never opens the gate, nor does a host of which the reading was cut short.
 */
function gateOf({ targets, hosts, findings }: Pick<Scan, 'targets' | 'hosts' | 'findings'>, isWhole: boolean): Gate {
  const judged = findings.filter(({ verdict }) => verdict !== 'not-applicable' && verdict !== 'waived');
  if (judged.some(({ verdict, horizons }) => verdict !== 'warn' && horizons.now === 'fail')) return 'shut';
  const isUnknown = judged.some(({ verdict, horizons }) => verdict === 'unknown' || horizons.now === 'unknown');
  const isCut = targets.some(({ error }) => error !== null);
  return isUnknown || !isWhole || isCut || hosts.length === 0 ? 'unknown' : 'open';
}
