import { compareScans } from '../../src/history/compare-scans.ts';
import type { FlipExtent } from '../../src/model/flip.ts';
import { read, unread } from '../../src/model/reading.ts';
import { Random } from '../fuzz/random.ts';
import { hostOf, scanOf, settingOf } from './fleets.ts';

/** Fleets of one model that a patch does nothing to, where settings drift alike on hosts that have nothing to do with each other. */
export interface DriftCase {
  readonly hosts: number;
  /** How likely a default is another one on a host after the patch, each host for itself. */
  readonly chance: number;
}

/** Settings of each fleet that drift, to one and the same value: the worst case. */
const SETTINGS = 10;
const UNREAD = 0.06;

/**
 * How likely some setting of a fleet is told as the patch's doing though none was: every host that was read has drifted, two or
 * more and at least half of them were read. Beyond that nothing can tell drift from a patch.
 */
export function chanceOf({ hosts, chance }: DriftCase): number {
  const isRead = (1 - UNREAD) ** 2;
  const perSetting = Array.from({ length: hosts + 1 }, (_, read) => {
    if (read < 2 || read * 2 < hosts) return 0;
    return choose(hosts, read) * (isRead * chance) ** read * (1 - isRead) ** (hosts - read);
  }).reduce((sum, each) => sum + each, 0);
  return 1 - (1 - perSetting) ** SETTINGS;
}

function choose(all: number, some: number): number {
  return Array.from({ length: some }, (_, index) => (all - index) / (index + 1)).reduce(
    (product, each) => product * each,
    1,
  );
}

/** False alarms among so many fleets, by extent; drift that was told as drift is none. */
export function driftAlone(
  { hosts, chance }: DriftCase,
  fleets: number,
  seed: number,
): ReadonlyMap<FlipExtent, number> {
  const random = new Random(seed);
  const alarms = new Map<FlipExtent, number>();
  for (let fleet = 0; fleet < fleets; fleet += 1) {
    const names = Array.from({ length: hosts }, (_, index) => `esx-${index}`);
    const kernels = names.map(() => driftedKernels(chance, random));
    const before = scanOf(names.map((name, index) => hostOf(name, 'Model', '1', kernels[index]?.[0] ?? new Map())));
    const after = scanOf(names.map((name, index) => hostOf(name, 'Model', '2', kernels[index]?.[1] ?? new Map())));
    const flips = (compareScans(before, after).flips?.steps ?? []).flatMap((step) => step.flips);
    for (const extent of new Set(flips.map((flip) => flip.extent))) alarms.set(extent, (alarms.get(extent) ?? 0) + 1);
  }
  return alarms;
}

type Kernel = Parameters<typeof hostOf>[3];

function driftedKernels(chance: number, random: Random): readonly [Kernel, Kernel] {
  const kernel = (drifts: () => boolean): Kernel =>
    new Map(
      Array.from({ length: SETTINGS }, (_, index) => {
        const value = drifts() ? 'drifted' : 'default';
        const isUnread = random.next() < UNREAD;
        return [`setting${index}`, isUnread ? unread({ code: 'timeout', detail: '' }) : read(settingOf(value))];
      }),
    );
  return [kernel(() => false), kernel(() => random.next() < chance)];
}
