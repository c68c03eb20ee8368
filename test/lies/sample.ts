/** How much is run: everything, or a sample by a seed. */
export interface Choice {
  readonly seed: number | null;
  readonly size: number;
}

/** `ESXCHECK_LIES=all`, or CI, runs everything; `ESXCHECK_LIES_SEED` repeats a sample. */
export function choiceFrom(env: Readonly<Record<string, string | undefined>>, size: number): Choice {
  if (env['ESXCHECK_LIES'] === 'all' || env['CI'] === 'true') return { seed: null, size };
  const given = Number(env['ESXCHECK_LIES_SEED']);
  const seed = Number.isInteger(given) && given > 0 ? given : 1 + Math.floor(Math.random() * 1e9);
  return { seed, size };
}

/** All of them, or so many by the seed, in their order: of every request one before any second. */
export function chosen<T>(all: readonly T[], requestOf: (each: T) => string, { seed, size }: Choice): readonly T[] {
  if (seed === null || all.length <= size) return all;
  const random = generator(seed);
  const shuffled = all.map((each, index) => ({ each, index, rank: random() })).toSorted((a, b) => a.rank - b.rank);
  const turns = new Map<string, number>();
  const ranked = shuffled.map(({ each, index, rank }) => {
    const turn = turns.get(requestOf(each)) ?? 0;
    turns.set(requestOf(each), turn + 1);
    return { each, index, rank: turn + rank };
  });
  const taken = ranked.toSorted((a, b) => a.rank - b.rank).slice(0, size);
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
