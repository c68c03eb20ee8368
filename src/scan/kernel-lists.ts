import { isInDoubt } from '../model/erratum.ts';
import type { HostFacts, KernelList } from '../model/facts.ts';
import { isWholeKernelList, type KernelSetting } from '../model/kernel-setting.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import type { Scan, ScannedHost } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** Names of all settings that the lists of these snapshots hold; none where no list was read. */
export function listedSettings(snapshots: readonly Snapshot[]): ReadonlySet<string> {
  const lists = snapshots.flatMap(({ facts }) => facts.map(({ kernelList }) => kernelList));
  return new Set(lists.flatMap((list) => (list?.kind === 'read' ? [...list.value.keys()] : [])));
}

/**
 * A scan that was judged of a snapshot, with every kernel setting that its hosts listed beside those that rules read, so that two
 * of them can be compared. `names` are the settings that may be gone or new: a whole list proves that it lacks one.
 */
export function withKernelLists(scan: Scan, { facts, tool }: Snapshot, names: ReadonlySet<string>): Scan {
  const byId = new Map(facts.map((host) => [host.host.id, host]));
  const isTrusted = !isInDoubt(tool.version);
  const readings = sharedReadings();
  const listed = (host: ScannedHost): ScannedHost => {
    const list = listOf(byId.get(host.id));
    if (list === null) return host;
    const kernel = new Map([...list].map(([name, setting]) => [name, readings(setting)]));
    if (isTrusted) addAbsent(kernel, list, names);
    for (const [name, reading] of host.kernel) {
      if (reading.kind !== 'unread' || !kernel.has(name)) kernel.set(name, reading);
    }
    return { ...host, kernel };
  };
  return { ...scan, hosts: scan.hosts.map(listed) };
}

function listOf(facts: HostFacts | undefined): KernelList | null {
  return facts?.kernelList?.kind === 'read' ? facts.kernelList.value : null;
}

/** Whether a release minds the case of names is not known, so a name that differs in case alone proves nothing. */
function addAbsent(kernel: Map<string, Reading<KernelSetting>>, list: KernelList, names: ReadonlySet<string>): void {
  if (!isWholeKernelList(list)) return;
  const alike = new Set([...list.keys()].map((name) => name.toLowerCase()));
  for (const name of names) {
    if (!kernel.has(name) && !alike.has(name.toLowerCase())) kernel.set(name, ABSENT);
  }
}

/** One object for settings that are one object: lists of many hosts share theirs. */
function sharedReadings(): (setting: KernelSetting) => Reading<KernelSetting> {
  const known = new Map<KernelSetting, Reading<KernelSetting>>();
  return (setting) => {
    const reading = known.get(setting) ?? readingOf(setting);
    known.set(setting, reading);
    return reading;
  };
}

/** A list holds settings whose values it could not tell, too. */
function readingOf(setting: KernelSetting): Reading<KernelSetting> {
  const { problem } = setting;
  const values = [setting.default, setting.configured, setting.runtime];
  if (values.some((value) => value !== null)) return read(setting);
  return unread(problem ?? { code: 'setting-not-reported', detail: 'esxcli listed it without a value' });
}
