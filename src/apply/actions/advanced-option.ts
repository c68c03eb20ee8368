import { problemFromError } from '../../collect/answer-problem.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { isFault, SoapFault } from '../../vim/fault.ts';
import { type OptionValue, queryOptions } from '../../vim/methods/options.ts';
import { type OptionType, updateOption } from '../../vim/methods/writes/settings.ts';
import type { LiveHost } from '../live-host.ts';
import { type ActionOf, type Carrier, isSameValue, part } from './carrier.ts';

type OptionAction = ActionOf<'advancedOption'>;

/** An advanced option, in exactly the type that the host has it in. */
export const advancedOption: Carrier<OptionAction> = {
  readNow: (live, { key }) => readOption(live, key),
  write: (live, action) => writeOption(live, action),
  isSame: (one, other) =>
    one.key === other.key &&
    one.type === other.type &&
    (one.type === 'boolean' ? isSameValue(one.value, other.value) : one.value === other.value),
};

/** One option by its key. Only InvalidName says that the host does not have it: an answer without it says nothing. */
export async function readOption(live: LiveHost, key: string): Promise<Reading<OptionAction>> {
  const manager = live.parts.advancedOption;
  if (manager === null) return unread({ code: 'not-reported', detail: 'the host did not tell where its options are' });
  try {
    return optionIn(await live.session.call(queryOptions(manager, key)), key);
  } catch (error) {
    if (error instanceof SoapFault && isFault(error.fault, 'InvalidName')) return ABSENT;
    return unread(problemFromError(error));
  }
}

function optionIn(options: readonly OptionValue[], key: string): Reading<OptionAction> {
  const [found, ...others] = options.filter((option) => option.key === key);
  if (found === undefined) return unexpected(`the host answered without ${key}`);
  if (others.length > 0) return unexpected(`the host told ${key} more than once`);
  const { type, value } = found;
  if (value === null) return unexpected(`${key} came without its value`);
  if (!isOptionType(type)) return unexpected(`${key} is of the type ${type ?? 'none'}`);
  if (!isOfType(type, value)) return unexpected(`${key} is ${JSON.stringify(value)}, which is no ${type}`);
  return read({ kind: 'advancedOption', key, type, value });
}

function unexpected(detail: string): Reading<never> {
  return unread({ code: 'unexpected-answer', detail });
}

function isOfType(type: OptionType, value: string): boolean {
  if (type === 'string') return true;
  return (type === 'boolean' ? /^(?:true|false|0|1)$/i : /^[+-]?\d+$/).test(value.trim());
}

/** Changes an option whose type was read a moment ago. */
export async function writeOption(live: LiveHost, { key, type, value }: OptionAction): Promise<void> {
  if (!isOfType(type, value)) throw new EsxcliFault('InvalidType', `${JSON.stringify(value)} is no ${type}`);
  await live.session.call(updateOption(part(live, 'advancedOption'), { key, type, value }));
}

function isOptionType(type: string | null): type is OptionType {
  return type === 'string' || type === 'long' || type === 'int' || type === 'boolean';
}
