import { problemFromError } from '../../collect/problem-from.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { isFault, SoapFault } from '../../vim/fault.ts';
import { queryOptions } from '../../vim/methods/options.ts';
import { type OptionType, updateOption } from '../../vim/methods/writes/options.ts';
import type { LiveHost } from '../live-host.ts';
import type { ActionOf, Carrier } from './carrier.ts';
import { part } from './part.ts';
import { isSameValue } from './same-value.ts';

type OptionAction = ActionOf<'advancedOption'>;

/** An advanced option, in exactly the type that the host has it in (protocol.md 4). */
export const advancedOption: Carrier<OptionAction> = {
  readNow: readOption,
  write: (live, action) => writeOption(live, action),
  isSame: (one, other) =>
    one.key === other.key &&
    one.type === other.type &&
    (one.type === 'boolean' ? isSameValue(one.value, other.value) : one.value === other.value),
};

async function readOption(live: LiveHost, { key }: OptionAction): Promise<Reading<OptionAction>> {
  const manager = live.parts.advancedOption;
  if (manager === null) return unread({ code: 'not-reported', detail: 'the host did not tell where its options are' });
  try {
    const options = await live.session.call(queryOptions(manager, key));
    const found = options.find((option) => option.key === key);
    if (found === undefined) return ABSENT;
    const { type, value } = found;
    if (value === null) return unread({ code: 'unexpected-answer', detail: `${key} came without its value` });
    if (isOptionType(type)) return read({ kind: 'advancedOption', key, type, value });
    return unread({ code: 'unexpected-answer', detail: `${key} is of the type ${found.type ?? 'none'}` });
  } catch (error) {
    if (error instanceof SoapFault && isFault(error.fault, 'InvalidName')) return ABSENT;
    return unread(problemFromError(error));
  }
}

/** The type is the host's own, so it may be one that cannot be written. */
export async function writeOption(
  live: LiveHost,
  { key, type, value }: Omit<OptionAction, 'type'> & { readonly type: string | null },
): Promise<void> {
  if (!isOptionType(type)) throw new EsxcliFault('InvalidType', `${key} is of the type ${type ?? 'none'}`);
  await live.session.call(updateOption(part(live, 'advancedOption'), { key, type, value }));
}

function isOptionType(type: string | null): type is OptionType {
  return type === 'string' || type === 'long' || type === 'int' || type === 'boolean';
}
