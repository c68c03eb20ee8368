import { ABSENT, type Reading, read, unread } from '../../src/model/reading.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { Random } from '../fuzz/random.ts';
import { aHost, aScan } from '../reports/fixture.ts';
import type { KnownRelease } from './known-releases.ts';

/** How often what happens to hosts happens; between 0 and 1. */
export interface Weather {
  /** A host tells nothing in one of the scans. */
  readonly silentHost: number;
  /** A setting is not read, or not its default, in one of the scans. */
  readonly unreadValue: number;
  /** A host whose list is not whole: what it lacks may be there. */
  readonly partList: number;
  /** A value that somebody set, before the patch or after it. */
  readonly setValue: number;
  /** Another notation. */
  readonly notation: number;
  /** A host with other hardware: one to three defaults of it change with the build that no patch changed. */
  readonly oddHost: number;
}

export const ROUGH: Weather = {
  silentHost: 0.06,
  unreadValue: 0.06,
  partList: 0.1,
  setValue: 0.05,
  notation: 0.25,
  oddHost: 0.15,
};

/** Hosts of each model that are patched. */
export const FLEET: Readonly<Record<string, number>> = { 'Model A': 12, 'Model B': 5, 'Model C': 3, 'Model D': 1 };

type Kernel = Map<string, Reading<KernelSetting>>;

const SILENT = unread({ code: 'timeout', detail: '' });

/** The estate before and after: what is patched, and beside it hosts that stand still, that were replaced, or whose build was not read. */
export function fleet(from: KnownRelease, to: KnownRelease, { weather, seed }: { weather: Weather; seed: number }) {
  const random = new Random(seed);
  const before: ScannedHost[] = [];
  const after: ScannedHost[] = [];
  const names = [...new Set([...from.defaults.keys(), ...to.defaults.keys()])];
  const patched = Object.entries(FLEET).flatMap(([model, count]) =>
    Array.from({ length: count }, (_, index) => ({ model, name: `${model}-${index}` })),
  );
  for (const { model, name } of patched) {
    const [was, is] = crossing(from, to, { random, weather, names });
    before.push(hostOf(name, model, from.build, was));
    after.push(hostOf(name, model, to.build, is));
  }
  for (const [index, release] of [from, from, to].entries()) {
    const standing = hostOf(`still-${index}`, 'Model A', release.build, kernelOf(release, names));
    before.push(standing);
    after.push(standing);
  }
  before.push(hostOf('replaced', 'Model A', from.build, kernelOf(from, names)));
  after.push({ ...hostOf('replaced', 'Model A', to.build, kernelOf(to, names)), uuid: 'other', serial: 'other' });
  before.push(hostOf('unknown', 'Model A', from.build, kernelOf(from, names)));
  after.push({ ...hostOf('unknown', 'Model A', to.build, kernelOf(to, names)), build: null });
  return { before: scanOf(before), after: scanOf(after) };
}

export function hostOf(name: string, model: string, build: string, kernel: Kernel): ScannedHost {
  return aHost({ name, moid: name, vendor: 'Maker', model, uuid: `uuid-${name}`, serial: name, build, kernel });
}

export function scanOf(hosts: readonly ScannedHost[]): Scan {
  return aScan({ hosts, findings: [] });
}

export function settingOf(value: string): KernelSetting {
  return { type: null, default: value, configured: value, runtime: value, source: 'esxcli', problem: null };
}

/** Every setting of a release at its default; what it lacks of the names is known to be absent. */
function kernelOf({ defaults }: KnownRelease, names: readonly string[]): Kernel {
  return new Map(
    names.map((name) => {
      const value = defaults.get(name);
      return [name, value === undefined ? ABSENT : read(settingOf(value))];
    }),
  );
}

interface Patching {
  readonly random: Random;
  readonly weather: Weather;
  readonly names: readonly string[];
}

/** One host before and after the patch, with all that may have happened to it. */
function crossing(from: KnownRelease, to: KnownRelease, { random, weather, names }: Patching): [Kernel, Kernel] {
  const [was, is] = [kernelOf(from, names), kernelOf(to, names)];
  const happens = (chance: number) => random.next() < chance;
  if (happens(weather.oddHost)) makeOdd(was, is, { random, names });
  for (const name of names) {
    if (happens(weather.setValue)) setByHand([was, is], name, random);
    for (const kernel of [was, is]) {
      if (happens(weather.notation)) change(kernel, name, (setting) => otherNotation(setting, random));
      if (happens(weather.unreadValue)) hide(kernel, name, random);
    }
  }
  for (const kernel of [was, is]) {
    if (happens(weather.partList)) loseAbsence(kernel, random);
    if (happens(weather.silentHost)) for (const name of names) kernel.set(name, SILENT);
  }
  return [was, is];
}

/** Defaults that hang on the hardware, and are others from now on. */
function makeOdd(was: Kernel, is: Kernel, { random, names }: Omit<Patching, 'weather'>): void {
  const count = 1 + random.below(3);
  for (let index = 0; index < count; index += 1) {
    const name = random.of(names);
    if (was.get(name)?.kind !== 'read') continue;
    change(is, name, () => settingOf(`odd ${random.below(3)}`));
  }
}

/** Somebody set a value before the patch, which survives it, or after it; the default is what it was. */
function setByHand(kernels: readonly [Kernel, Kernel], name: string, random: Random): void {
  const value = random.of(['TRUE', 'FALSE', '7', 'by hand']);
  const after = random.next() < 0.5 ? kernels : kernels.slice(1);
  for (const kernel of after) change(kernel, name, (setting) => ({ ...setting, configured: value, runtime: value }));
}

function change(kernel: Kernel, name: string, by: (setting: KernelSetting) => KernelSetting): void {
  const reading = kernel.get(name);
  if (reading?.kind === 'read') kernel.set(name, read(by(reading.value)));
}

function otherNotation(setting: KernelSetting, random: Random): KernelSetting {
  const { default: value } = setting;
  if (value === null) return setting;
  const isTruth = /^(true|false)$/i.test(value);
  const written = isTruth
    ? random.of([value.toLowerCase(), /^true$/i.test(value) ? '1' : '0'])
    : /^\d{1,9}$/.test(value)
      ? random.of([`0x${Number(value).toString(16)}`, ` ${value} `])
      : ` ${value}`;
  return { ...setting, default: written };
}

/** The reading failed, nobody asked, or the default alone was not told. */
function hide(kernel: Kernel, name: string, random: Random): void {
  const way = random.below(3);
  if (way === 0) kernel.set(name, SILENT);
  else if (way === 1) kernel.delete(name);
  else change(kernel, name, (setting) => ({ ...setting, default: null }));
}

/** A list that is not whole proves no absence, and lacks a part of what is there. */
function loseAbsence(kernel: Kernel, random: Random): void {
  for (const [name, reading] of new Map(kernel)) {
    if (reading.kind === 'absent' || random.next() < 0.3) kernel.delete(name);
  }
}
