import type { Finding } from '../model/finding.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { plainNotation } from '../model/same-notation.ts';
import type { ScannedHost } from '../model/scan.ts';
import type { HostChange } from '../model/since.ts';

interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** Clocks are set and boot times follow them: a difference below this is no reboot. In milliseconds. */
const CLOCK_SLACK = 60_000;

/** All that changed on one host, as far as it was read both times. */
export function hostChanges(hosts: Pair<ScannedHost>, findings: Pair<readonly Finding[]>): readonly HostChange[] {
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
    if (from === null || to === null || plainNotation(from) === plainNotation(to)) return [];
    return [{ kind: 'setting', setting, which, before: from, after: to }];
  });
}

/** Verdicts of rules that both scans judged by. */
function verdictChanges({ before, after }: Pair<readonly Finding[]>): HostChange[] {
  const earlier = new Map(before.map((finding) => [finding.rule, finding]));
  return after.flatMap(({ rule, verdict, state }) => {
    const known = earlier.get(rule);
    if (known === undefined || (known.verdict === verdict && known.state === state)) return [];
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
