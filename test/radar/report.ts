import { type Choice, chosen } from '../support/sample.ts';
import { FLIP_KINDS, type FlipKind } from '../../src/model/flip.ts';
import { chanceOf, type DriftCase, driftAlone } from './drift.ts';
import { FATES, holdOut, Tally } from './hold-out.ts';
import { knownFlips, knownReleases } from './known-releases.ts';

const WORDS: Readonly<Record<FlipKind, string>> = {
  default: 'another default',
  new: 'a new setting',
  gone: 'a setting that is gone',
};

/** Places of two measured releases in their order, the earlier one first. */
export type Crossing = readonly [from: number, to: number];

/** Every pair of measured releases. */
export function allCrossings(): readonly Crossing[] {
  const { length } = knownReleases();
  return Array.from({ length }, (_, from) =>
    Array.from({ length: length - from - 1 }, (_none, index) => [from, from + index + 1] as const),
  ).flat();
}

/** Each release to the next, and as many others as the seed chooses, so that every setting that ever flips does. */
export function someCrossings(choice: Choice): readonly Crossing[] {
  const [next, others] = [true, false].map((isNext) =>
    allCrossings().filter(([from, to]) => (to === from + 1) === isNext),
  );
  return [...(next ?? []), ...chosen(others ?? [], (crossing) => [...flippingIn(crossing)], choice)];
}

/** Settings whose default is another one in the later of two releases. */
function flippingIn([from, to]: Crossing): readonly string[] {
  const releases = knownReleases();
  const [one, other] = [releases[from], releases[to]];
  if (one === undefined || other === undefined) return [];
  return [...knownFlips(one, other)].flatMap(([setting, { kind }]) => (kind === 'default' ? [setting] : []));
}

/** Fleets that cross these pairs, each with its own seed. */
function heldOut(pairs: readonly Crossing[], seed: number): Tally {
  const releases = knownReleases();
  const tally = new Tally();
  for (const [index, [from, to]] of pairs.entries()) {
    const [one, other] = [releases[from], releases[to]];
    if (one !== undefined && other !== undefined) holdOut(one, other, seed + index, tally);
  }
  return tally;
}

/** Settings whose default changes between any two measured releases, changes of notation apart. */
function settingsThatFlip(): ReadonlySet<string> {
  return new Set(allCrossings().flatMap(flippingIn));
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.001 ? 6 : 1)} %`;
}

/** Markdown: what became of the flips that the catalog knows. */
function fatesTable(tally: Tally): string {
  const rows = FLIP_KINDS.map((kind) => {
    const fates = tally.fates.get(kind);
    return row([WORDS[kind], tally.total(kind), ...FATES.map((fate) => fates?.get(fate) ?? 0)]);
  });
  return (
    row(['what a release did', 'times', ...FATES]) + row(['---', '---', ...FATES.map(() => '---')]) + rows.join('')
  );
}

export const DRIFT_CASES: readonly DriftCase[] = [2, 3, 5, 8, 12].flatMap((hosts) =>
  [0.1, 0.3].map((chance) => ({ hosts, chance })),
);

/** Fleets of each case. */
export const DRIFT_FLEETS = 400;

/** Markdown: false alarms on fleets with drift alone, beside what chance alone makes of it. */
function driftTable(seed: number): string {
  const rows = DRIFT_CASES.map((drift, index) => {
    const alarms = driftAlone(drift, DRIFT_FLEETS, seed + index);
    const told = [alarms.get('all') ?? 0, alarms.get('most') ?? 0].map((count) => percent(count / DRIFT_FLEETS));
    return `| ${[drift.hosts, percent(drift.chance), told[0], percent(chanceOf(drift)), told[1]].join(' | ')} |\n`;
  });
  const head = [
    'hosts of a step',
    'each drifts by',
    "told as the patch's doing",
    'as chance has it',
    'told as most hosts',
  ];
  return `| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n${rows.join('')}`;
}

/** All that the page shows, and what broke the laws. */
export function radarReport(
  pairs: readonly Crossing[],
  seed: number,
): { readonly text: string; readonly broken: readonly string[] } {
  const tally = heldOut(pairs, seed);
  const flipping = settingsThatFlip();
  const found = [...flipping].filter((setting) => tally.told.get(setting) === true);
  const lost = [...flipping].filter((setting) => tally.told.get(setting) !== true);
  const all = new Set(knownReleases().flatMap(({ defaults }) => [...defaults.keys()]));
  const others = [...tally.others].map(([extent, count]) => `${count} ${extent}`).join(', ');
  const sentences = [
    `${tally.fleets} fleets, each from one measured release to a later one; ${tally.steps} build steps of a model.`,
    `${flipping.size} of ${all.size} settings change their default somewhere, and ${found.length} of them were told as the patch's doing${found.includes('iovDisableIR') ? ', iovDisableIR among them' : ''}.`,
    `Changes that no release made were told as: ${others}.`,
  ];
  return {
    text: `${sentences.join('\n')}\n\n${fatesTable(tally)}\n${driftTable(seed)}`,
    broken: [...tally.broken, ...lost.map((setting) => `${setting} was never told as the patch's doing`)],
  };
}
