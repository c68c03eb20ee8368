/** One answered call: what was asked, and the natural logarithm of the milliseconds that it took. */
export interface Timing {
  readonly kind: string;
  readonly log: number;
}

/** How long each kind of call usually takes, as a logarithm, and from how many answers that is known. */
export type UsualTimes = ReadonlyMap<string, UsualTime>;

interface UsualTime {
  readonly log: number;
  readonly answers: number;
}

/** Kinds come from our own rules; a pack with more esxcli commands than this has the rest counted as one. */
const MOST_KINDS = 64;
const OTHERS = '';
/** An answer counts for this share of what is usual, once there were as many. */
const SHARE = 1 / 32;
/** One answer moves it by no more than if it had taken four times as long, or a quarter. */
const MOST_SURPRISE = Math.log(4);

/** The kind under which a call is counted. */
export function kindAmong(usual: UsualTimes, kind: string): string {
  return usual.has(kind) || usual.size < MOST_KINDS ? kind : OTHERS;
}

/** What is usual after one more answer. */
export function withTiming(usual: UsualTimes, { kind, log }: Timing): UsualTimes {
  const known = usual.get(kind);
  if (known === undefined) return new Map([...usual, [kind, { log, answers: 1 }]]);
  const answers = known.answers + 1;
  const surprise = Math.max(-MOST_SURPRISE, Math.min(MOST_SURPRISE, log - known.log));
  return new Map(usual).set(kind, { log: known.log + surprise * Math.max(1 / answers, SHARE), answers });
}

/** A mean, and how far it may be off by chance alone (its standard error). */
export interface Estimate {
  readonly mean: number;
  readonly error: number;
}

/** How much slower than usual these calls were, as a logarithm: 0 as usual, 0.69 twice as long. */
export function slowness(timings: readonly Timing[], usual: UsualTimes): Estimate {
  return middleOf(timings.map(({ kind, log }) => log - (usual.get(kind)?.log ?? log)));
}

/**
 * The mean without the highest and the lowest eighth (trimmed mean), so that a slow host among many moves it no more than
 * any other host does. Nothing has a mean of 0 that may be off by anything.
 */
export function middleOf(values: readonly number[]): Estimate {
  const sorted = values.toSorted((one, other) => one - other);
  const cut = Math.min(Math.ceil(sorted.length / 8), Math.floor((sorted.length - 1) / 2));
  const middle = sorted.slice(cut, sorted.length - cut);
  if (middle.length === 0) return { mean: 0, error: Number.POSITIVE_INFINITY };
  const mean = sum(middle) / middle.length;
  const spread = Math.sqrt(sum(middle.map((value) => (value - mean) ** 2)) / middle.length);
  return { mean, error: spread / Math.sqrt(middle.length) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
