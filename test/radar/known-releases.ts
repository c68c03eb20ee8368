import { readFileSync } from 'node:fs';
import type { FlipKind } from '../../src/model/flip.ts';

/** A measured release: the default of every setting that it has. Read here by the test itself: the radar knows no catalog. */
export interface KnownRelease {
  readonly name: string;
  readonly build: string;
  readonly defaults: ReadonlyMap<string, string>;
}

/** What became of one setting between two of them. */
export interface KnownFlip {
  readonly kind: FlipKind;
  readonly before: string | null;
  readonly after: string | null;
}

const FOLDER = new URL('../../rules/catalog/', import.meta.url);

function rowsOf(file: string): readonly (readonly string[])[] {
  const [, ...lines] = readFileSync(new URL(file, FOLDER), 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(','));
}

let known: readonly KnownRelease[] | undefined;

/** All measured releases, in the order of the catalog; read once. */
export function knownReleases(): readonly KnownRelease[] {
  known ??= readReleases();
  return known;
}

function readReleases(): readonly KnownRelease[] {
  const order = rowsOf('measured-releases.csv').map(([, name = '', build = '']) => ({ name, build }));
  const spans = rowsOf('kernel-defaults.csv');
  const placeOf = (build: string | undefined) => order.findIndex((release) => release.build === build);
  return order.map((release, place) => {
    const here = spans.filter(([, , first, , last]) => placeOf(first) <= place && place <= placeOf(last));
    return { ...release, defaults: new Map(here.map(([setting = '', value = '']) => [setting, value])) };
  });
}

/** Another notation of a value is the same value. Not the code of the program, which is under test. */
export function canonical(value: string): string {
  const text = value.trim().toLowerCase();
  if (text === 'true') return 'number 1';
  if (text === 'false') return 'number 0';
  return /^(?:0x[0-9a-f]+|[0-9]+)$/.test(text) ? `number ${Number(text)}` : `text ${value.trim()}`;
}

/** What the catalog says of two releases, by setting. */
export function knownFlips(from: KnownRelease, to: KnownRelease): ReadonlyMap<string, KnownFlip> {
  const flips = new Map<string, KnownFlip>();
  for (const setting of new Set([...from.defaults.keys(), ...to.defaults.keys()])) {
    const [before, after] = [from.defaults.get(setting) ?? null, to.defaults.get(setting) ?? null];
    if (before === null) flips.set(setting, { kind: 'new', before, after });
    else if (after === null) flips.set(setting, { kind: 'gone', before, after });
    else if (canonical(before) !== canonical(after)) flips.set(setting, { kind: 'default', before, after });
  }
  return flips;
}
