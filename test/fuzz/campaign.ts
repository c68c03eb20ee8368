import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import { type FuzzTarget, isAnswer } from './targets.ts';

/** An input that was not answered as it should have been. */
export interface Find {
  readonly target: string;
  /** File that the input was kept in. */
  readonly file: string;
  readonly what: string;
}

/** What a campaign against one target came to. */
export interface Tally {
  readonly target: string;
  inputs: number;
  /** Inputs that were refused with an error for people. */
  refused: number;
  /** Ways in which inputs were answered that no earlier one was. */
  ways: number;
  slowestMs: number;
  readonly finds: Find[];
}

/** What the keeping of finds needs to know. */
const CORPUS = 'test/fuzz/corpus';
/** Of processor time, since the machine may be busy otherwise. Slower than that, one file holds up a night's run. */
const TOO_SLOW_MS = 5000;
const MOST_IN_POOL = 400;

const CLEAN = Object.getOwnPropertyNames(Object.prototype).length;

/** Feeds changed seeds to a target until `goesOn` says no. Inputs that are answered in a new way are changed further. */
export async function campaign(
  target: FuzzTarget,
  {
    seed,
    goesOn,
    keep = true,
  }: { readonly seed: number; readonly goesOn: (inputs: number) => boolean; readonly keep?: boolean },
): Promise<Tally> {
  const random = new Random(seed);
  const pool = [...target.seeds];
  const ways = new Set<string>();
  const tally: Tally = { target: target.name, inputs: 0, refused: 0, ways: 0, slowestMs: 0, finds: [] };
  while (goesOn(tally.inputs)) {
    const input = mutate(random.of(pool), random, pool);
    tally.inputs += 1;
    const answer = await answerTo(target, input);
    tally.slowestMs = Math.max(tally.slowestMs, answer.ms);
    if (answer.refused) tally.refused += 1;
    if (answer.wrong !== null) tally.finds.push(kept(target, input, answer.wrong, keep));
    if (!ways.has(answer.way) && pool.length < MOST_IN_POOL) pool.push(input);
    ways.add(answer.way);
  }
  tally.ways = ways.size;
  return tally;
}

interface Answer {
  readonly refused: boolean;
  /** Inputs that are answered alike have it in common. */
  readonly way: string;
  /** What should not have been; null when all is well. */
  readonly wrong: string | null;
  readonly ms: number;
}

/** What a target makes of one input. */
export async function answerTo(target: FuzzTarget, input: Buffer): Promise<Answer> {
  const before = performance.now();
  const usedBefore = process.cpuUsage();
  let way = 'taken';
  let wrong: string | null = null;
  try {
    way = wayTaken(await target.take(input));
  } catch (error) {
    way = wayOf(error);
    if (!isAnswer(error)) wrong = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const ms = performance.now() - before;
  const { user, system } = process.cpuUsage(usedBefore);
  const usedMs = (user + system) / 1000;
  if (usedMs > TOO_SLOW_MS) wrong ??= `it took ${Math.round(usedMs)} ms of processor time`;
  if (Object.getOwnPropertyNames(Object.prototype).length !== CLEAN) wrong ??= 'every object has got a property';
  return { refused: way !== 'taken', way, wrong, ms };
}

/** Some readers throw nothing and return the mistakes. */
function wayTaken(result: unknown): string {
  const [first] = Array.isArray(result)
    ? (result as readonly unknown[])
    : [(result as { mistakes?: readonly unknown[] } | null)?.mistakes?.[0]];
  const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : null;
  return typeof text === 'string' ? wayOf(text) : 'taken';
}

/** Names and numbers differ from input to input; what is said of them does not. */
function wayOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return text.replaceAll(/"[^"]*"|'[^']*'|<[^>]*>|\d+/g, '#').slice(0, 80);
}

function kept(target: FuzzTarget, input: Buffer, what: string, keep: boolean): Find {
  const folder = join(CORPUS, folderOf(target));
  const file = join(folder, createHash('sha256').update(input).digest('hex').slice(0, 16));
  if (keep) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, input);
  }
  return { target: target.name, file, what };
}

/** Inputs that were found before, and must be answered from now on. */
export function corpusOf(target: FuzzTarget): readonly Buffer[] {
  const folder = join(CORPUS, folderOf(target));
  try {
    return readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  } catch {
    return [];
  }
}

function folderOf({ name }: FuzzTarget): string {
  return name.replaceAll(/[^a-z]+/gi, '-');
}
