import { pathSentence } from '../checks/judgement/next-patch-words.ts';
import { pathTo, provenanceOf } from '../checks/judgement/patch-path.ts';
import type { KnownDefault, TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { DEFAULT_CHANGES, type DefaultChange, type HostAhead, type SettingAhead } from '../model/patch-listing.ts';
import { normalizeValue, sameWhenNormalized } from '../model/reading.ts';

/** Whether the patch is predicted for a host, and what kept its settings from being read. */
export function hostAhead({ host, kernelList }: HostFacts, target: TargetRelease): HostAhead {
  const path = pathTo(target, host);
  const unreadAs = { code: 'not-reported', detail: 'the settings were not asked for' } as const;
  const problem = kernelList?.kind === 'unread' ? kernelList.problem : kernelList === undefined ? unreadAs : null;
  return { host, path: path.kind, remark: pathSentence(path, target), problem };
}

interface SettingHosts {
  readonly setting: string;
  readonly from: string | null;
  readonly mayFollow: string[];
  readonly explicit: { readonly host: string; readonly configured: string }[];
}

/**
 * Every setting of the hosts that were read and can be patched, one entry for each default that hosts have of it today,
 * and the settings that only the target has. Pure.
 */
export function settingsAhead(facts: readonly HostFacts[], target: TargetRelease): readonly SettingAhead[] {
  const bySetting = new Map<string, SettingHosts>();
  const present = new Set<string>();
  for (const { host, kernelList } of facts) {
    if (kernelList?.kind !== 'read' || pathTo(target, host).kind !== 'open') continue;
    for (const [name, setting] of kernelList.value) {
      present.add(name);
      place(hostsOf(bySetting, name, setting), host.id, setting);
    }
  }
  const known = [...bySetting.values()].map((hosts) => aheadOf(hosts, target));
  const added = present.size === 0 ? [] : [...target.defaults].filter(([name]) => !present.has(name));
  return [...known, ...added.map(([name, to]) => newAhead(name, to, target))].sort(byChange);
}

function hostsOf(bySetting: Map<string, SettingHosts>, name: string, setting: KernelSetting): SettingHosts {
  const from = setting.default;
  const key = JSON.stringify([name, from === null ? null : normalizeValue(from)]);
  const hosts = bySetting.get(key) ?? { setting: name, from, mayFollow: [], explicit: [] };
  bySetting.set(key, hosts);
  return hosts;
}

function place(hosts: SettingHosts, host: string, setting: KernelSetting): void {
  const { configured } = setting;
  if (configured !== null && provenanceOf(setting) === 'explicit') hosts.explicit.push({ host, configured });
  else hosts.mayFollow.push(host);
}

function aheadOf(hosts: SettingHosts, target: TargetRelease): SettingAhead {
  const to = target.defaults.get(hosts.setting) ?? null;
  return { ...hosts, to, change: changeOf(hosts, to, target), labDependent: target.labDependent.has(hosts.setting) };
}

function changeOf({ from }: SettingHosts, to: KnownDefault | null, target: TargetRelease): DefaultChange {
  if (to === null) return target.measured ? 'gone' : 'not-measured';
  if (from === null) return 'not-measured';
  return sameWhenNormalized(from, to.value) ? 'same' : 'default';
}

function newAhead(setting: string, to: KnownDefault, target: TargetRelease): SettingAhead {
  const labDependent = target.labDependent.has(setting);
  return { setting, change: 'new', from: null, to, labDependent, mayFollow: [], explicit: [] };
}

function byChange(one: SettingAhead, other: SettingAhead): number {
  return rankOf(one) - rankOf(other) || compareText(one.setting.toLowerCase(), other.setting.toLowerCase());
}

/** What changes first, and what the lab's hardware may explain after it. */
function rankOf({ change, labDependent }: SettingAhead): number {
  return DEFAULT_CHANGES.indexOf(change) * 2 + Number(labDependent);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
