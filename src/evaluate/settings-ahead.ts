import { type Forecast, forecaster, forecastOf } from '../checks/judgement/forecast.ts';
import { pathSentence } from '../checks/judgement/next-patch-words.ts';
import { pathTo, provenanceOf } from '../checks/judgement/patch-path.ts';
import type { KnownDefault, TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { DEFAULT_CHANGES, type DefaultChange, type HostAhead, type SettingAhead } from '../model/patch-listing.ts';
import { normalizeValue, sameWhenNormalized } from '../model/reading.ts';
import { type Machine, machineKey, machineOf } from '../model/site-default.ts';

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
  readonly forecast: Forecast;
  readonly mayFollow: string[];
  readonly explicit: { readonly host: string; readonly configured: string }[];
}

/**
 * Every setting of the hosts that were read and can be patched, one entry for each default that hosts have of it today and
 * each that they may have in the target, and the settings that only the target has. Pure.
 */
export function settingsAhead(facts: readonly HostFacts[], target: TargetRelease): readonly SettingAhead[] {
  const bySetting = new Map<string, SettingHosts>();
  const present = new Set<string>();
  const machines = new Map<string, Machine>();
  const forecast = forecaster(target);
  for (const host of facts) {
    const { kernelList } = host;
    if (kernelList?.kind !== 'read' || pathTo(target, host.host).kind !== 'open') continue;
    const machine = machineOf(host);
    const key = machineKey(machine);
    machines.set(key, machine);
    for (const [name, setting] of kernelList.value) {
      present.add(name);
      place(hostsOf(bySetting, name, setting, forecast(name, machine, key)), host.host.id, setting);
    }
  }
  const known = [...bySetting.values()].map((hosts) => aheadOf(hosts, target));
  return [...known, ...newSettings(target, present, machines)].sort(byChange);
}

function hostsOf(
  bySetting: Map<string, SettingHosts>,
  name: string,
  setting: KernelSetting,
  forecast: Forecast,
): SettingHosts {
  const from = setting.default;
  const key = JSON.stringify([name, from === null ? null : normalizeValue(from), keyOf(forecast)]);
  const hosts = bySetting.get(key) ?? { setting: name, from, forecast, mayFollow: [], explicit: [] };
  bySetting.set(key, hosts);
  return hosts;
}

function keyOf({ known, doubt }: Forecast): string {
  return `${known?.source ?? ''} ${doubt ?? ''}`;
}

function place(hosts: SettingHosts, host: string, setting: KernelSetting): void {
  const { configured } = setting;
  if (configured !== null && provenanceOf(setting) === 'explicit') hosts.explicit.push({ host, configured });
  else hosts.mayFollow.push(host);
}

function aheadOf({ forecast, ...hosts }: SettingHosts, target: TargetRelease): SettingAhead {
  const to = toldDefault(hosts.from, forecast);
  const labDependent = target.labDependent.has(hosts.setting) || forecast.doubt === 'depends-on-machine';
  return { ...hosts, to, change: changeOf(hosts.from, to, { target, forecast }), labDependent, ...doubtIn(forecast) };
}

/** Of two that contradict each other the one that would be a change is told. */
function toldDefault(from: string | null, { known, against, doubt }: Forecast): KnownDefault | null {
  if (doubt !== 'contradiction') return known;
  const isSame = known !== null && (from === null || sameWhenNormalized(from, known.value));
  return isSame || known === null ? (against[0] ?? known) : known;
}

function changeOf(
  from: string | null,
  to: KnownDefault | null,
  { target, forecast }: { readonly target: TargetRelease; readonly forecast: Forecast },
): DefaultChange {
  if (to === null) return target.measured ? 'gone' : 'not-measured';
  if (from === null) return 'not-measured';
  if (!sameWhenNormalized(from, to.value)) return 'default';
  // What is in doubt is not called the same: nobody measured it for such a host.
  return forecast.doubt === null ? 'same' : 'not-measured';
}

function doubtIn({ doubt }: Forecast): Pick<SettingAhead, 'doubt'> {
  return doubt === null ? {} : { doubt };
}

/** Settings that no host has today: of the catalog that ships, and those that hosts of the site have. */
function newSettings(
  target: TargetRelease,
  present: ReadonlySet<string>,
  machines: ReadonlyMap<string, Machine>,
): readonly SettingAhead[] {
  const names = new Set([...target.defaults.keys(), ...(target.site?.keys() ?? [])]);
  return [...names]
    .filter((name) => !present.has(name))
    .flatMap((name) => {
      const forecasts = [...machines.values()].map((machine) => forecastOf(target, name, machine));
      const [first] = forecasts.toSorted((one, other) => Number(one.doubt !== null) - Number(other.doubt !== null));
      return first === undefined ? [] : [newAhead(name, first, target)];
    });
}

function newAhead(setting: string, forecast: Forecast, target: TargetRelease): SettingAhead {
  const labDependent = target.labDependent.has(setting) || forecast.doubt === 'depends-on-machine';
  const { known, doubt, against } = forecast;
  const to = doubt === 'contradiction' ? (known ?? against[0] ?? null) : known;
  return { setting, change: 'new', from: null, to, labDependent, mayFollow: [], explicit: [], ...doubtIn(forecast) };
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
