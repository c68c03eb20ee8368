import { readKernelSetting } from '../../collect/kernel-settings.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { isFault, SoapFault } from '../../vim/fault.ts';
import { retrieveManagedMethodExecuter } from '../../vim/methods/esxcli.ts';
import { queryOptions } from '../../vim/methods/options.ts';
import { setKernelSetting } from '../../vim/methods/writes/kernel.ts';
import type { Moref } from '../../vim/moref.ts';
import type { LiveHost } from '../live-host.ts';
import { writeOption } from './advanced-option.ts';
import type { ActionOf, Carrier } from './carrier.ts';
import { part } from './part.ts';
import { isSameValue } from './same-value.ts';

type KernelAction = ActionOf<'kernelSetting'>;

/** A VMkernel boot setting: what is compared and changed is Configured (protocol.md 3.4). */
export const kernelSetting: Carrier<KernelAction> = {
  readNow: readConfigured,
  write: async (live, action) => {
    const executer = await executerOf(live);
    if (executer === null) return writeStoredOption(live, action);
    await live.session.call(setKernelSetting(executer, action.name, action.value));
  },
  isSame: (one, other) => one.name === other.name && isSameValue(one.value, other.value),
};

async function readConfigured(live: LiveHost, { name }: KernelAction): Promise<Reading<KernelAction>> {
  const source = { session: live.session, esxcli: live.esxcli, optionManager: live.parts.advancedOption };
  const reading = await readKernelSetting(source, name);
  if (reading.kind !== 'read') return reading;
  const { configured, problem } = reading.value;
  if (configured !== null) return read({ kind: 'kernelSetting', name, value: configured });
  return unread(problem ?? { code: 'setting-not-reported', detail: `the host did not tell the value of ${name}` });
}

/** Null where esxcli is not to be had; asking for it writes nothing. */
async function executerOf({ session, object }: LiveHost): Promise<Moref | null> {
  try {
    return await session.call(retrieveManagedMethodExecuter(object));
  } catch (error) {
    if (error instanceof SoapFault && isFault(error.fault, 'MethodNotFound')) return null;
    throw error;
  }
}

/** The documented way, for the settings that are advanced options too (protocol.md 4). */
async function writeStoredOption(live: LiveHost, { name, value }: KernelAction): Promise<void> {
  const key = `VMkernel.Boot.${name}`;
  const options = await live.session.call(queryOptions(part(live, 'advancedOption'), key));
  const stored = options.find((option) => option.key === key);
  if (stored === undefined) throw new EsxcliFault('NotFound', `the host has no option ${key}`);
  const text = stored.type === 'boolean' ? value.toLowerCase() : value;
  await writeOption(live, { kind: 'advancedOption', key, type: stored.type, value: text });
}
