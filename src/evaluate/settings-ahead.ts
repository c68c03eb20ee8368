import { pathSentence } from '../checks/judgement/next-patch-words.ts';
import { pathTo, provenanceOf } from '../checks/judgement/patch-path.ts';
import type { KnownDefault, TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { DEFAULT_CHANGES, type DefaultChange, type HostAhead, type SettingAhead } from '../model/patch-listing.ts';
import { plainNotation, sameNotation } from '../model/reading.ts';

/** Whether the patch is predicted for a host, and what kept its settings from being read. */
export function hostAhead({ host, kernelList }: HostFacts, target: TargetRelease): HostAhead {
  const path = pathTo(target, host);
  const unreadAs = { code: 'not-reported', detail: 'the settings were not asked for' } as const;
  const problem = kernelList?.kind === 'unread' ? kernelList.problem : kernelList === undefined ? unreadAs : null;
  return { host, path: path.kind, remark: pathSentence(path, target), problem };
}

interface Draft {
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
  const drafts = new Map<string, Draft>();
  const present = new Set<string>();
  for (const { host, kernelList } of facts) {
    if (kernelList?.kind !== 'read' || pathTo(target, host).kind !== 'open') continue;
    for (const [name, setting] of kernelList.value) {
      present.add(name);
      place(draftFor(drafts, name, setting), host.id, setting);
    }
  }
  const known = [...drafts.values()].map((draft) => aheadOf(draft, target));
  const added = present.size === 0 ? [] : [...target.defaults].filter(([name]) => !present.has(name));
  return [...known, ...added.map(([name, to]) => newAhead(name, to, target))].sort(byChange);
}

function draftFor(drafts: Map<string, Draft>, name: string, setting: KernelSetting): Draft {
  const from = setting.default;
  const key = JSON.stringify([name, from === null ? null : plainNotation(from)]);
  const draft = drafts.get(key) ?? { setting: name, from, mayFollow: [], explicit: [] };
  drafts.set(key, draft);
  return draft;
}

function place(draft: Draft, host: string, setting: KernelSetting): void {
  const { configured } = setting;
  if (configured !== null && provenanceOf(setting) === 'explicit') draft.explicit.push({ host, configured });
  else draft.mayFollow.push(host);
}

function aheadOf(draft: Draft, target: TargetRelease): SettingAhead {
  const to = target.defaults.get(draft.setting) ?? null;
  return { ...draft, to, change: changeOf(draft, to, target), labDependent: target.labDependent.has(draft.setting) };
}

function changeOf({ from }: Draft, to: KnownDefault | null, target: TargetRelease): DefaultChange {
  if (to === null) return target.measured ? 'gone' : 'not-measured';
  if (from === null) return 'not-measured';
  return sameNotation(from, to.value) ? 'same' : 'default';
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
