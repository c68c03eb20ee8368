/** How much is run: everything, or a sample by a seed. */
export interface Choice {
  readonly seed: number | null;
  /** How many are taken at least; more where every request and every way would not be among them. */
  readonly size: number;
}

/**
 * CI, or `ESXCHECK_TESTS=whole`, runs everything. Otherwise `ESXCHECK_SEED` decides, which the global setup takes from the
 * commit and prints, so that what fails once fails again.
 */
export function choiceFrom(env: Readonly<Record<string, string | undefined>>, size: number): Choice {
  if (isWhole(env)) return { seed: null, size };
  const seed = Number(env['ESXCHECK_SEED']);
  if (!Number.isInteger(seed) || seed <= 0) throw new Error('ESXCHECK_SEED is a whole number above 0');
  return { seed, size };
}

export function isWhole(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['CI'] === 'true' || env['ESXCHECK_TESTS'] === 'whole';
}

/** What has to be met at least once in a sample, such as a request, a way to lie, or a stage. */
type KeysOf<T> = (each: T) => readonly string[];

/** All of them, or a sample by the seed, in their order: every key is met once before the sample is filled up. */
export function chosen<T>(all: readonly T[], keysOf: KeysOf<T>, { seed, size }: Choice): readonly T[] {
  if (seed === null || all.length <= size) return all;
  const random = generator(seed);
  const left = all.map((each, index) => ({ each, index, rank: random() })).toSorted((a, b) => a.rank - b.rank);
  const unmet = new Set(all.flatMap(keysOf));
  const taken: typeof left = [];
  while (unmet.size > 0) {
    const news = left.map(({ each }) => keysOf(each).filter((key) => unmet.has(key)).length);
    const [best] = left.splice(news.indexOf(Math.max(...news)), 1);
    if (best === undefined) break;
    taken.push(best);
    for (const key of keysOf(best.each)) unmet.delete(key);
  }
  taken.push(...left.slice(0, Math.max(0, size - taken.length)));
  return taken.toSorted((a, b) => a.index - b.index).map(({ each }) => each);
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How often a property is tried: so many times in CI, a fifth of that elsewhere. */
export function runs(whole: number): number {
  return isWhole(process.env) ? whole : Math.max(Math.min(whole, 4), Math.ceil(whole / 5));
}

/** Of cases that are much alike, all in CI and so many by the seed elsewhere. */
export function sampled<T>(all: readonly T[], size: number): readonly T[] {
  return chosen(all, () => [], choiceFrom(process.env, size));
}
