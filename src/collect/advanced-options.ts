import type { Session } from '../connect/session.ts';
import type { AdvancedOption } from '../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import { type OptionValue, queryOptions } from '../vim/methods/options.ts';
import type { Moref } from '../vim/moref.ts';
import { problemFromError } from './problem-from.ts';

export interface OptionSource {
  readonly session: Session;
  /** `configManager.advancedOption`; null where the host did not tell it. */
  readonly manager: Moref | null;
  readonly signal?: AbortSignal;
}

/** Keys that one call asks for: by their common prefix where there are several, by full key where there is one. */
export interface OptionQuery {
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * Groups keys by the first part of their names, since one call for `UserVars.` costs less than five, and the whole list is
 * 121 KB a host (protocol.md 2.6). The prefix is the longest that they share.
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

/** The options of one query, by key. A key that the host's answer lacks is one that its release does not have. */
export async function readOptions(
  { session, manager, signal }: OptionSource,
  { name, keys }: OptionQuery,
): Promise<ReadonlyMap<string, Reading<AdvancedOption>>> {
  if (manager === null) return all(keys, NO_MANAGER);
  try {
    const told = await session.call(queryOptions(manager, name), signal === undefined ? {} : { signal });
    // A server that has none of that name faults with InvalidName.
    if (told.length === 0) return all(keys, NOTHING_TOLD);
    const byKey = new Map(told.map((option) => [option.key, option]));
    return new Map(keys.map((key) => [key, readingOf(byKey.get(key))]));
  } catch (error) {
    if (error instanceof SoapFault && isFault(error.fault, 'InvalidName')) return all(keys, ABSENT);
    return all(keys, unread(problemFromError(error)));
  }
}

const NO_MANAGER = unread({ code: 'not-reported', detail: 'the host did not tell where its options are' });

const NOTHING_TOLD = unread({ code: 'unexpected-answer', detail: 'the host answered without any option' });
const NO_VALUE = unread({ code: 'unexpected-answer', detail: 'the option came without its value' });

function readingOf(option: OptionValue | undefined): Reading<AdvancedOption> {
  if (option === undefined) return ABSENT;
  return option.value === null ? NO_VALUE : read({ type: option.type, value: option.value });
}

function all(keys: readonly string[], reading: Reading<AdvancedOption>): ReadonlyMap<string, Reading<AdvancedOption>> {
  return new Map(keys.map((key) => [key, reading]));
}
