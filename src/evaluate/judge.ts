import type { HostFacts } from '../model/facts.ts';
import type { Horizons, Shown } from '../model/finding.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import { judgeFirewallAllows } from './firewall-allows.ts';
import { trafficOf } from './firewall-words.ts';
import type { Judgement } from './judgement.ts';
import { judgeKernelSetting } from './kernel-setting.ts';
import { shownWanted } from './wanted.ts';

/** The one place that tells check kinds apart for judging. */
export function judge(facts: HostFacts, check: Check, parameters: ReadonlyMap<string, string>): Judgement {
  switch (check.kind) {
    case 'kernelSetting':
      return judgeKernelSetting(check, kernelReading(facts, check.name));
    case 'firewallAllows':
      return judgeFirewallAllows(check, facts.firewall ?? notAskedFor(facts), parameters);
  }
}

function kernelReading(facts: HostFacts, name: string): Reading<KernelSetting> {
  return facts.kernel.get(name) ?? notAskedFor(facts);
}

/** A fact that nobody read is unread, never absent. */
function notAskedFor({ host }: HostFacts): Reading<never> {
  return unread(host.trouble ?? { code: 'not-reported', detail: 'it was not asked for' });
}

/** What the check wants, where it was not judged. */
export function expectedOf(check: Check, parameters: ReadonlyMap<string, string>): Shown {
  return check.kind === 'kernelSetting' ? shownWanted(check.operator) : trafficOf(check, parameters).wanted;
}

/** How an undecided check stands: unknown at each point in time that it has. */
export function undecidedHorizons(check: Check): Horizons {
  return { now: 'unknown', nextBoot: check.kind === 'kernelSetting' ? 'unknown' : null, nextPatch: null };
}
