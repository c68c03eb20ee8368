import type { Session } from '../connect/session.ts';
import type { AdvancedOption, OptionList } from '../model/facts.ts';
import type { Problem } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import { type OptionValue, queryOptions } from '../vim/methods/options.ts';
import type { Moref } from '../vim/moref.ts';
import { problemFromError } from './answer-problem.ts';

export interface OptionSource {
  readonly session: Session;
  /** `configManager.advancedOption` */
  readonly manager: Reading<Moref>;
  readonly signal?: AbortSignal;
}

/** Keys that one call asks for: by their common prefix where there are several, by full key where there is one. */
export interface OptionQuery {
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * Groups keys by the first part of their names, since one call for `UserVars.` costs less than five, and the whole list is
 * 121 KB a host (docs/internals/wire.md 2.6). The prefix is the longest that they share.
 */
export function optionQueries(keys: Iterable<string>): readonly OptionQuery[] {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const first = key.slice(0, key.indexOf('.'));
    const known = groups.get(first);
    if (known === undefined) groups.set(first, [key]);
    else known.push(key);
  }
  return [...groups.values()].map((group) => ({ name: sharedName(group), keys: group }));
}

function sharedName(keys: readonly string[]): string {
  const [first = ''] = keys;
  if (keys.length === 1) return first;
  // A prefix ends in a dot, so the last part of a key is never in it.
  const folders = keys.map((key) => key.split('.').slice(0, -1));
  const [parts = []] = folders;
  const differs = parts.findIndex((part, index) => folders.some((folder) => folder[index] !== part));
  return `${parts.slice(0, differs < 0 ? parts.length : differs).join('.')}.`;
}

/**
 * The options of one query, by key. Absent is a key of which the host, asked for it by itself, says that it has no such
 * option (InvalidName): a list that lacks it does not prove that.
 */
export async function readOptions(
  source: OptionSource,
  { name, keys }: OptionQuery,
): Promise<ReadonlyMap<string, Reading<AdvancedOption>>> {
  const listed = await queryListed(source, name);
  const readings = new Map<string, Reading<AdvancedOption>>();
  for (const key of keys) {
    const found = listed.kind === 'read' ? readingOf(listed.value.filter((option) => option.key === key)) : listed;
    readings.set(key, found.kind === 'absent' ? await readAlone(source, name, key, listed) : found);
  }
  return readings;
}

/**
 * A reader of all options of a host, in one call. Options that are alike on many hosts are one object, so that memory grows with
 * what differs. An option that came twice, or without its value, is unread; a list in which one has no key is none.
 */
export function optionListReader(): (source: OptionSource) => Promise<Reading<OptionList>> {
  const keys = new Map<string, string>();
  const readings = new Map<string, Reading<AdvancedOption>>();
  return async (source) => {
    const listed = await queryListed(source, null);
    if (listed.kind !== 'read') return listed;
    if (listed.value.some(({ key }) => key === '')) return unread(NO_KEY);
    const list = new Map<string, Reading<AdvancedOption>>();
    for (const option of listed.value) {
      const reading = list.has(option.key) ? unread(DOUBLED) : readingOf([option]);
      list.set(shared(keys, option.key, option.key), shared(readings, JSON.stringify(reading), reading));
    }
    return read(list);
  };
}

/** The first value of all that have the key. */
function shared<Value>(known: Map<string, Value>, key: string, value: Value): Value {
  const first = known.get(key);
  if (first !== undefined) return first;
  known.set(key, value);
  return value;
}

/** A key that a list lacks is asked for by itself, unless it was. */
async function readAlone(
  source: OptionSource,
  name: string,
  key: string,
  listed: Reading<readonly OptionValue[]>,
): Promise<Reading<AdvancedOption>> {
  if (name === key) return listed.kind === 'absent' ? ABSENT : unread(NOT_TOLD);
  const alone = await queryListed(source, key);
  if (alone.kind !== 'read') return alone;
  const found = readingOf(alone.value.filter((option) => option.key === key));
  return found.kind === 'absent' ? unread(NOT_TOLD) : found;
}

/** What the host lists for a name or prefix, or at all; absent where it says that there is no option of that name. */
async function queryListed(
  { session, manager, signal }: OptionSource,
  name: string | null,
): Promise<Reading<readonly OptionValue[]>> {
  if (manager.kind !== 'read') return manager.kind === 'unread' ? manager : unread(NO_MANAGER);
  try {
    const told = await session.call(queryOptions(manager.value, name), signal === undefined ? {} : { signal });
    return told.length === 0 ? unread(NOTHING_TOLD) : read(told);
  } catch (error) {
    if (error instanceof SoapFault && isFault(error.fault, 'InvalidName')) return ABSENT;
    return unread(problemFromError(error));
  }
}

const NO_MANAGER: Problem = { code: 'not-reported', detail: 'the host did not tell where its options are' };
const NOTHING_TOLD: Problem = { code: 'unexpected-answer', detail: 'the host answered without any option' };
const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host answered without the option that was asked for' };
const NO_KEY: Problem = { code: 'unexpected-answer', detail: 'the host listed an option without its key' };
const NO_VALUE: Problem = { code: 'unexpected-answer', detail: 'the option came without its value' };
const DOUBLED: Problem = { code: 'contradiction', detail: 'the host told the option more than once' };

/** Absent for none of that key. */
function readingOf(options: readonly OptionValue[]): Reading<AdvancedOption> {
  const [option, ...more] = options;
  if (option === undefined) return ABSENT;
  if (more.length > 0) return unread(DOUBLED);
  return option.value === null ? unread(NO_VALUE) : read({ type: option.type, value: option.value });
}
