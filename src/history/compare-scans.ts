import type { HostChange, LoneHost, Since } from '../model/changes-since.ts';
import type { Finding } from '../model/finding.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { normalizeValue } from '../model/reading.ts';
import type { Scan, ScannedHost } from '../model/scan.ts';
import { matchHosts } from './match-hosts.ts';

/** What really changed from one scan to a later one, host by host. Pure. */
export function compareScans(before: Scan, after: Scan): Since {
  const { pairs, onlyBefore, onlyNow } = matchHosts(before.hosts, after.hosts);
  const earlier = findingsByHost(before);
  const later = findingsByHost(after);
  const changed = pairs.flatMap((pair) => {
    const findings = { before: earlier.get(pair.before.id) ?? [], after: later.get(pair.after.id) ?? [] };
    const changes = hostChanges(pair, findings);
    return changes.length === 0 ? [] : [{ host: pair.after.id, changes }];
  });
  return {
    startedAt: before.startedAt,
    compared: pairs.length,
    changed,
    onlyBefore: onlyBefore.map((host) => loneHost(host, after)),
    onlyNow: onlyNow.map((host) => loneHost(host, before)),
    changedRules: changedRules(before, after),
  };
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

function changedRules(before: Scan, after: Scan): readonly string[] {
  const hashes = new Map(before.rules.map(({ id, hash }) => [id, hash]));
  return after.rules.filter(({ id, hash }) => hashes.has(id) && hashes.get(id) !== hash).map(({ id }) => id);
}

interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** Clocks are set and boot times follow them: a difference below this is no reboot. In milliseconds. */
const CLOCK_SLACK = 60_000;

/** All that changed on one host, as far as it was read both times. */
function hostChanges(hosts: Pair<ScannedHost>, findings: Pair<readonly Finding[]>): readonly HostChange[] {
  return [...releaseChange(hosts), ...rebootChange(hosts), ...settingChanges(hosts), ...verdictChanges(findings)];
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

/** Verdicts of rules that both scans judged by. */
function verdictChanges({ before, after }: Pair<readonly Finding[]>): HostChange[] {
  const earlier = new Map(before.map((finding) => [finding.rule, finding]));
  return after.flatMap((finding) => {
    const { rule, verdict, state } = finding;
    const known = earlier.get(rule);
    if (known === undefined || (known.verdict === verdict && known.state === state)) return [];
    if (differInAsking(known, finding) || differInAsking(finding, known)) return [];
    return [
      {
        kind: 'verdict',
        rule,
        before: { verdict: known.verdict, state: known.state },
        after: { verdict, state },
      },
    ];
  });
}
