import type { HostChange, JudgedBy, LoneHost, Since } from '../model/changes-since.ts';
import type { Finding } from '../model/finding.ts';
import type { FlipsSeen } from '../model/flip.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { normalizeValue } from '../model/reading.ts';
import type { RuleReport, Scan, ScannedHost } from '../model/scan.ts';
import { isInDoubt } from '../model/erratum.ts';
import { unread } from '../model/reading.ts';
import { flipsSeen } from './flip-radar.ts';
import { matchHosts } from './match-hosts.ts';
import { ruleCoverage } from './rule-coverage.ts';

/** What really changed from one scan to a later one, host by host. Pure. */
export function compareScans(before: Scan, after: Scan): Since {
  const { pairs, onlyBefore, onlyNow } = matchHosts(before.hosts, after.hosts);
  const earlier = findingsByHost(before);
  const later = findingsByHost(after);
  const rules = { before: rulesById(before), after: rulesById(after) };
  const compared = pairs.map((pair) => {
    const findings = { before: earlier.get(pair.before.id) ?? [], after: later.get(pair.after.id) ?? [] };
    return {
      host: pair.after.id,
      changes: hostChanges(pair, findings, rules),
      isKnown: hasKnownVerdict(findings),
    };
  });
  return {
    startedAt: before.startedAt,
    compared: pairs.length,
    changed: compared.flatMap(({ host, changes }) => (changes.length === 0 ? [] : [{ host, changes }])),
    onlyBefore: onlyBefore.map((host) => loneHost(host, after)),
    onlyNow: onlyNow.map((host) => loneHost(host, before)),
    changedRules: changedRules(rules),
    onlyRulesBefore: idsWithout(rules.before, rules.after),
    onlyRulesNow: idsWithout(rules.after, rules.before),
    uncompared: compared.flatMap(({ host, changes, isKnown }) => (isKnown || changes.length > 0 ? [] : [host])),
    flips: flipsBetween(before, after, pairs),
  };
}

function flipsBetween(before: Scan, after: Scan, pairs: readonly Pair<ScannedHost>[]): FlipsSeen {
  const earlierId = new Map(pairs.map((pair) => [pair.after.id, pair.before.id]));
  const coverage = ruleCoverage(before, after, earlierId);
  const [earlier, later] = [trustedSettings(before), trustedSettings(after)];
  return flipsSeen({
    pairs: pairs.map((pair) => ({ before: earlier(pair.before), after: later(pair.after) })),
    later: after.hosts.map(later),
    coverage,
  });
}

/** Hosts as a release told them; one that took what it could not read for absent proves no absence. */
function trustedSettings({ tool, hosts }: Scan): (host: ScannedHost) => ScannedHost {
  if (!isInDoubt(tool.version)) return (host) => host;
  const problem = { code: 'setting-not-reported', detail: 'absence told by a release that is in doubt' } as const;
  const trusted = new Map(
    hosts.map((host) => {
      const kernel = [...host.kernel].map(
        ([name, reading]) => [name, reading.kind === 'absent' ? unread(problem) : reading] as const,
      );
      return [host, { ...host, kernel: new Map(kernel) }];
    }),
  );
  return (host) => trusted.get(host) ?? host;
}

type RulesById = ReadonlyMap<string, RuleReport>;

function rulesById({ rules }: Scan): RulesById {
  return new Map(rules.map((rule) => [rule.id, rule]));
}

function idsWithout(rules: RulesById, others: RulesById): readonly string[] {
  return [...rules.keys()].filter((id) => !others.has(id));
}

function findingsByHost({ findings }: Scan): ReadonlyMap<string, readonly Finding[]> {
  const byHost = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byHost.get(finding.host);
    if (known === undefined) byHost.set(finding.host, [finding]);
    else known.push(finding);
  }
  return byHost;
}

/** A target that could not be asked in the other scan makes none of its hosts appear or vanish. */
function loneHost({ id, name, uuid, serial, target }: ScannedHost, other: Scan): LoneHost {
  const asked = !other.targets.some(({ url, error }) => url === target && error !== null);
  return { id, name, uuid, serial, asked };
}

function changedRules(rules: Pair<RulesById>): readonly string[] {
  return [...rules.after.keys()].filter((id) => rules.before.has(id) && readsOtherwise(id, rules));
}

function readsOtherwise(id: string, { before, after }: Pair<RulesById>): boolean {
  return before.get(id)?.hash !== after.get(id)?.hash;
}

interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** Whether some rule decided both times: what was not read twice is not as before. */
function hasKnownVerdict({ before, after }: Pair<readonly Finding[]>): boolean {
  const known = new Set(before.filter(({ verdict }) => verdict !== 'unknown').map(({ rule }) => rule));
  return after.some(({ rule, verdict }) => verdict !== 'unknown' && known.has(rule));
}

/** Clocks are set and boot times follow them: a difference below this is no reboot. In milliseconds. */
const CLOCK_SLACK = 60_000;

/** All that changed on one host, as far as it was read both times. */
function hostChanges(
  hosts: Pair<ScannedHost>,
  findings: Pair<readonly Finding[]>,
  rules: Pair<RulesById>,
): readonly HostChange[] {
  const verdicts = verdictChanges(findings, rules);
  return [...releaseChange(hosts), ...rebootChange(hosts), ...settingChanges(hosts), ...verdicts];
}

function releaseChange({ before, after }: Pair<ScannedHost>): HostChange[] {
  const [from, to] = [before.build, after.build];
  if (from === null || to === null || from === to) return [];
  return [
    {
      kind: 'release',
      before: { build: from, release: before.release },
      after: { build: to, release: after.release },
    },
  ];
}

function rebootChange({ before, after }: Pair<ScannedHost>): HostChange[] {
  const [from, to] = [before.bootTime, after.bootTime];
  if (from === null || to === null || !(Date.parse(to) - Date.parse(from) > CLOCK_SLACK)) return [];
  return [{ kind: 'reboot', before: from, after: to }];
}

function settingChanges({ before, after }: Pair<ScannedHost>): HostChange[] {
  return [...after.kernel].flatMap(([setting, reading]) => {
    const earlier = before.kernel.get(setting);
    if (earlier?.kind !== 'read' || reading.kind !== 'read') return [];
    return valueChanges(setting, { before: earlier.value, after: reading.value });
  });
}

/** Another notation of the same value is no change. */
function valueChanges(setting: string, { before, after }: Pair<KernelSetting>): HostChange[] {
  return (['default', 'configured', 'runtime'] as const).flatMap((which) => {
    const [from, to] = [before[which], after[which]];
    if (from === null || to === null || normalizeValue(from) === normalizeValue(to)) return [];
    return [{ kind: 'setting', setting, which, before: from, after: to }];
  });
}

/** The same of the host, where one of the scans had not been asked for the rule. */
function differInAsking(unasked: Finding, named: Finding): boolean {
  if (unasked.verdict !== 'warn' || unasked.asked?.by !== 'nobody' || named.asked?.by !== 'name') return false;
  return named.verdict === unasked.asked.verdict && named.state === unasked.asked.state;
}

/** What else than the host made the verdict another one; null where the rule asked for the same, or reads otherwise itself. */
function otherJudge({ before, after }: Pair<Finding>, rules: Pair<RulesById>): JudgedBy | null {
  if (!readsOtherwise(after.rule, rules)) return null;
  const [from, to] = [before, after].map(({ evidence }) => evidence?.framework ?? null);
  if (from !== to) return 'another-framework';
  const profiles = [rules.before, rules.after].map((known) => known.get(after.rule)?.profile ?? null);
  return profiles[0] === profiles[1] ? null : 'another-profile';
}

/** Verdicts of rules that both scans judged by. */
function verdictChanges({ before, after }: Pair<readonly Finding[]>, rules: Pair<RulesById>): HostChange[] {
  const earlier = new Map(before.map((finding) => [finding.rule, finding]));
  return after.flatMap((finding) => {
    const { rule, verdict, state } = finding;
    const known = earlier.get(rule);
    if (known === undefined || (known.verdict === verdict && known.state === state)) return [];
    if (differInAsking(known, finding) || differInAsking(finding, known)) return [];
    const judgedBy = otherJudge({ before: known, after: finding }, rules);
    return [
      {
        kind: 'verdict',
        rule,
        before: { verdict: known.verdict, state: known.state },
        after: { verdict, state },
        ...(judgedBy === null ? {} : { judgedBy }),
      },
    ];
  });
}
