import { compareScans } from '../../src/history/compare-scans.ts';
import {
  FLIP_EXTENTS,
  FLIP_KINDS,
  type BuildStep,
  type Flip,
  type FlipExtent,
  type FlipKind,
} from '../../src/model/flip.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { fleet, FLEET, ROUGH } from './fleets.ts';
import { canonical, type KnownFlip, knownFlips, type KnownRelease } from './known-releases.ts';

/** How a flip that the catalog knows came out: by its extent, as not read, or not told although it was read. */
export const FATES = [...FLIP_EXTENTS, 'not read', 'MISSED'] as const;
export type Fate = (typeof FATES)[number];

/** What became of the flips of many fleets. */
export class Tally {
  readonly fates = new Map<FlipKind, Map<Fate, number>>(FLIP_KINDS.map((kind) => [kind, new Map()]));
  /** Settings whose default changed in some fleet, and whether that was told as a change of all hosts in one of its models. */
  readonly told = new Map<string, boolean>();
  /** Changes that the catalog does not know, by extent: what is not `few` is a false alarm. */
  readonly others = new Map<FlipExtent, number>();
  /** What broke the laws, with the seed. */
  readonly broken: string[] = [];
  steps = 0;
  fleets = 0;

  count(kind: FlipKind, fate: Fate): void {
    const fates = this.fates.get(kind);
    fates?.set(fate, (fates.get(fate) ?? 0) + 1);
  }

  total(kind: FlipKind): number {
    return [...(this.fates.get(kind)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }
}

/** One fleet that goes from a release to another: what the radar says beside what the catalog knows, which it was not told. */
export function holdOut(from: KnownRelease, to: KnownRelease, seed: number, tally: Tally): void {
  const known = knownFlips(from, to);
  const { before, after } = fleet(from, to, { weather: ROUGH, seed });
  const steps = compareScans(before, after).flips?.steps ?? [];
  const where = `${from.name} -> ${to.name}, seed ${seed}`;
  if (steps.length !== Object.keys(FLEET).length) tally.broken.push(`${where}: ${steps.length} steps`);
  tally.fleets += 1;
  for (const step of steps) {
    tally.steps += 1;
    const pairs = pairsOf(step, before, after);
    for (const [setting, flip] of known) judgeFlip({ setting, flip, step, pairs }, { tally, where });
    for (const flip of [...step.flips, ...step.drift]) {
      if (isKnown(flip, known)) continue;
      tally.others.set(flip.extent, (tally.others.get(flip.extent) ?? 0) + 1);
      if (flip.extent === 'all') tally.broken.push(`${where}: ${flip.setting} is a false alarm on ${step.model}`);
    }
  }
}

interface Pair {
  readonly before: ScannedHost;
  readonly after: ScannedHost;
}

function pairsOf({ hosts }: BuildStep, before: Scan, after: Scan): readonly Pair[] {
  const [was, is] = [before, after].map((scan) => new Map(scan.hosts.map((host) => [host.id, host])));
  return hosts.flatMap((id) => {
    const [one, other] = [was?.get(id), is?.get(id)];
    return one === undefined || other === undefined ? [] : [{ before: one, after: other }];
  });
}

interface Held {
  readonly setting: string;
  readonly flip: KnownFlip;
  readonly step: BuildStep;
  readonly pairs: readonly Pair[];
}

function judgeFlip({ setting, flip, step, pairs }: Held, { tally, where }: { tally: Tally; where: string }): void {
  const told = [...step.flips, ...step.drift].find((each) => each.setting === setting && isSame(each, flip));
  const readable = pairs.filter((pair) => isReadBothTimes(pair, setting));
  const fate = told?.extent ?? (readable.some((pair) => shows(pair, setting, flip)) ? 'MISSED' : 'not read');
  tally.count(flip.kind, fate);
  if (flip.kind === 'default') tally.told.set(setting, tally.told.get(setting) === true || fate === 'all');
  if (fate === 'MISSED') tally.broken.push(`${where}: ${setting} was missed on ${step.model}`);
  if (told !== undefined && told.read !== readable.length)
    tally.broken.push(
      `${where}: ${setting} was read on ${readable.length} hosts of ${step.model}, not on ${told.read}`,
    );
}

function same(one: string | null, other: string | null): boolean {
  return one === null || other === null ? true : canonical(one) === canonical(other);
}

function isKnown(flip: Flip, known: ReadonlyMap<string, KnownFlip>): boolean {
  const truth = known.get(flip.setting);
  return truth !== undefined && isSame(flip, truth);
}

function isSame(flip: Flip, truth: KnownFlip): boolean {
  return flip.kind === truth.kind && same(flip.before, truth.before) && same(flip.after, truth.after);
}

/** By the test's own eyes: both times an absence, or a default. A setting that is new or gone need not tell its default. */
function isReadBothTimes({ before, after }: Pair, setting: string): boolean {
  const [was, is] = [before.kernel.get(setting), after.kernel.get(setting)];
  if (was === undefined || is === undefined || was.kind === 'unread' || is.kind === 'unread') return false;
  return was.kind === 'absent' || is.kind === 'absent' || (was.value.default !== null && is.value.default !== null);
}

function shows({ before, after }: Pair, setting: string, { kind, after: wanted }: KnownFlip): boolean {
  const [was, is] = [before.kernel.get(setting), after.kernel.get(setting)];
  if (kind === 'new') return was?.kind === 'absent' && is?.kind === 'read';
  if (kind === 'gone') return was?.kind === 'read' && is?.kind === 'absent';
  return is?.kind === 'read' && is.value.default !== null && canonical(is.value.default) === canonical(wanted ?? '');
}
