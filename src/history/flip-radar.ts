import { type BuildStep, type Flip, FLIP_KINDS, FLIP_EXTENTS, type FlipExtent, type FlipsSeen } from '../model/flip.ts';
import { grouped, type NonEmpty } from '../model/group-by.ts';
import { normalizeValue } from '../model/reading.ts';
import type { ScannedHost } from '../model/scan.ts';
import type { RuleCoverage } from './rule-coverage.ts';
import { type SettingChange, type SettingPair, settingChange, wentWith } from './setting-change.ts';

/** One host in two scans, as `matchHosts` found it. */
export interface HostPair {
  readonly before: ScannedHost;
  readonly after: ScannedHost;
}

/** What the radar looks at. */
export interface RadarInput {
  readonly pairs: readonly HostPair[];
  /** All hosts of the later scan: those that crossed no build are witnesses. */
  readonly later: readonly ScannedHost[];
  readonly coverage: RuleCoverage;
}

/** Below this many hosts a change proves nothing of a patch. */
const FEWEST_HOSTS = 2;

/**
 * Which defaults changed with a build: hosts that went from one build to another are put together by step and model, and what
 * all of them show is the patch's doing. It knows no catalog. A host without a change of build never makes a flip, and what was
 * not read both times is neither changed nor unchanged. Pure.
 */
export function flipsSeen({ pairs, later, coverage }: RadarInput): FlipsSeen {
  const crossed = pairs.filter(({ before, after }) => isRead(before) && isRead(after) && before.build !== after.build);
  const witnesses = witnessesOf(later, crossed);
  return {
    steps: [...grouped(crossed, stepKey).values()].map((hosts) => stepOf(hosts, witnesses, coverage)),
    buildUnread: pairs.filter(({ before, after }) => !isRead(before) || !isRead(after)).length,
  };
}

function isRead({ build }: ScannedHost): boolean {
  return build !== null;
}

function stepKey({ before, after }: HostPair): string {
  return JSON.stringify([before.build, after.build, ...machineOf(after, before)]);
}

/** Maker and model by the scan that tells them, the later one first. */
function machineOf(host: ScannedHost, other: ScannedHost = host): readonly (string | null)[] {
  return [host.vendor ?? other.vendor, host.model ?? other.model];
}

type Witnesses = ReadonlyMap<string, readonly ScannedHost[]>;

/** Hosts of the later scan that crossed no build, by machine and build. */
function witnessesOf(later: readonly ScannedHost[], crossed: readonly HostPair[]): Witnesses {
  const movers = new Set(crossed.map(({ after }) => after));
  return grouped(
    later.filter((host) => !movers.has(host)),
    (host) => JSON.stringify([...machineOf(host), host.build]),
  );
}

function stepOf(pairs: NonEmpty<HostPair>, witnesses: Witnesses, coverage: RuleCoverage): BuildStep {
  const [{ before, after }] = pairs;
  const [vendor = null, model = null] = machineOf(after, before);
  const settings = [...settingsOf(pairs)].map((setting) => outcomeOf(setting, pairs));
  const beside = (build: string | null) => witnesses.get(JSON.stringify([vendor, model, build])) ?? [];
  const others = { earlier: beside(before.build), later: beside(after.build) };
  const flips = settings
    .flatMap((outcome) => flipsOf(outcome, pairs.length, coverage).map((flip) => withWitnesses(flip, others)))
    .toSorted(byWeight);
  const told = new Set(settings.flatMap(({ read }) => read));
  return {
    before: { build: before.build ?? '', release: before.release },
    after: { build: after.build ?? '', release: after.release },
    vendor,
    model,
    hosts: pairs.map((pair) => pair.after.id),
    silent: pairs.filter((pair) => !told.has(pair)).length,
    compared: settings.filter(({ isThere, read }) => isThere && read.length > 0).length,
    unread: settings.filter(({ read }) => read.length === 0).length,
    flips: flips.filter(({ extent }) => extent !== 'few'),
    drift: flips.filter(({ extent }) => extent === 'few'),
  };
}

/** Names of all settings that a host of the step told, or was asked for, in one of the scans. */
function settingsOf(pairs: readonly HostPair[]): ReadonlySet<string> {
  return new Set(pairs.flatMap(({ before, after }) => [...before.kernel.keys(), ...after.kernel.keys()]));
}

interface Showing extends HostPair {
  readonly change: SettingChange;
  readonly values: SettingPair;
}

/** What became of one setting on the hosts of a step. */
interface Outcome {
  readonly setting: string;
  /** Hosts where it was read both times. */
  readonly read: readonly HostPair[];
  /** Whether one of them has it at all. */
  readonly isThere: boolean;
  readonly changed: readonly Showing[];
}

function outcomeOf(setting: string, pairs: readonly HostPair[]): Outcome {
  const read: HostPair[] = [];
  const changed: Showing[] = [];
  let isThere = false;
  for (const pair of pairs) {
    const values = { before: pair.before.kernel.get(setting), after: pair.after.kernel.get(setting) };
    const change = settingChange(values);
    if (change === 'unread') continue;
    read.push(pair);
    isThere ||= change !== 'nowhere';
    if (typeof change === 'object') changed.push({ ...pair, change, values });
  }
  return { setting, read, isThere, changed };
}

type BareFlip = Omit<Flip, 'agree' | 'differ'>;

/** One for each change that hosts show. */
function flipsOf({ setting, read, changed }: Outcome, step: number, coverage: RuleCoverage): readonly BareFlip[] {
  return [...grouped(changed, ({ change }) => changeKey(change)).values()].map((showing) => {
    const extent = extentOf(showing.length, read.length, step);
    const followed = showing.filter(({ values }) => wentWith(values) === 'followed');
    const named = namedHosts(extent, showing, read);
    return {
      setting,
      ...toldChange(showing),
      extent,
      hosts: showing.length,
      read: read.length,
      followed: followed.length,
      kept: showing.filter(({ values }) => wentWith(values) === 'kept').length,
      ...coverageOf({ setting, showing, followed }, coverage),
      ...(named === null ? {} : { named }),
    };
  });
}

/** Hosts may differ in what a new setting is, or told of it, and it is new all the same. */
function changeKey({ kind, before, after }: SettingChange): string {
  return JSON.stringify(
    kind === 'default' ? [kind, normalizeValue(before ?? ''), normalizeValue(after ?? '')] : [kind],
  );
}

/** As the first host that told the values. */
function toldChange([first, ...others]: NonEmpty<Showing>): SettingChange {
  const told = [first, ...others].find(({ change }) => change.before !== null || change.after !== null);
  return (told ?? first).change;
}

function extentOf(showing: number, read: number, step: number): FlipExtent {
  if (showing < read) return showing * 4 >= read * 3 && showing > FEWEST_HOSTS ? 'most' : 'few';
  if (read < FEWEST_HOSTS) return 'one';
  return read * 2 < step ? 'few-read' : 'all';
}

function namedHosts(
  extent: FlipExtent,
  showing: readonly HostPair[],
  read: readonly HostPair[],
): readonly string[] | null {
  if (extent === 'few') return showing.map(({ after }) => after.id);
  if (extent !== 'most') return null;
  const ids = new Set(showing.map(({ after }) => after.id));
  return read.flatMap(({ after }) => (ids.has(after.id) ? [] : [after.id]));
}

interface Affected {
  readonly setting: string;
  readonly showing: readonly HostPair[];
  readonly followed: readonly HostPair[];
}

/** Which rules judge the setting where it changed, and which of them it made fail. */
function coverageOf({ setting, showing, followed }: Affected, coverage: RuleCoverage) {
  const rulesFor = ({ after }: HostPair) => coverage.rulesFor(after.id, setting);
  const known = showing.map(rulesFor);
  const failing = followed.flatMap((pair) =>
    (rulesFor(pair) ?? []).filter((rule) => coverage.failsNewly(pair.after.id, rule)),
  );
  const isTold = !known.includes(null);
  return {
    rules: isTold ? [...new Set(known.flatMap((rules) => rules ?? []))] : null,
    uncovered: isTold ? known.filter((rules) => rules?.length === 0).length : null,
    failing: [...new Set(failing)],
  };
}

interface Beside {
  /** On the build that the step left, and on the one that it came to. */
  readonly earlier: readonly ScannedHost[];
  readonly later: readonly ScannedHost[];
}

/**
 * Hosts that stand on one of the two builds all the time, and what they say of a change of default. One on the earlier build
 * that has the old default bears nothing out: it has not seen the patch.
 */
function withWitnesses(flip: BareFlip, { earlier, later }: Beside): Flip {
  const { setting, before, after } = flip;
  if (flip.kind !== 'default') return { ...flip, agree: 0, differ: 0 };
  const [onLater, onEarlier] = [
    later.map((host) => saysDefault(host, setting, after)),
    earlier.map((host) => saysDefault(host, setting, before)),
  ];
  const differ = [...onLater, ...onEarlier].filter((says) => says === false).length;
  return { ...flip, agree: onLater.filter((says) => says === true).length, differ };
}

/** Null: it was not read. */
function saysDefault({ kernel }: ScannedHost, setting: string, value: string | null): boolean | null {
  const reading = kernel.get(setting);
  if (reading?.kind !== 'read' || reading.value.default === null || value === null) return null;
  return normalizeValue(reading.value.default) === normalizeValue(value);
}

/** Other defaults before new and gone settings, what all hosts show before what some do, then by name. */
function byWeight(one: Flip, other: Flip): number {
  return rankOf(one) - rankOf(other) || Number(one.setting > other.setting) - Number(one.setting < other.setting);
}

function rankOf({ kind, extent }: Flip): number {
  return FLIP_KINDS.indexOf(kind) * 10 + FLIP_EXTENTS.indexOf(extent);
}
