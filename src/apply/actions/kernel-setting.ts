import { problemFromError } from '../../collect/answer-problem.ts';
import type { Problem } from '../../model/problem.ts';
import { read, unread } from '../../model/reading.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { SoapFault } from '../../vim/fault.ts';
import { retrieveManagedMethodExecuter } from '../../vim/methods/esxcli.ts';
import { setKernelSetting } from '../../vim/methods/writes/settings.ts';
import type { LiveHost } from '../live-host.ts';
import { readOption, writeOption } from './advanced-option.ts';
import { readKernelValues } from './answers.ts';
import { type ActionOf, type Carrier, isSameValue, type Sighting } from './carrier.ts';

type KernelAction = ActionOf<'kernelSetting'>;

/**
 * A VMkernel boot setting: what is compared and changed is Configured. Where esxcli is not to be had, the option that stores
 * the value is read and written instead, and said to be it.
 */
export const kernelSetting: Carrier<KernelAction> = {
  readNow: readConfigured,
  write: (live, action, { source }) =>
    source === 'stored-value' ? writeStored(live, action) : writeConfigured(live, action),
  isSame: (one, other) => one.name === other.name && isSameValue(one.value, other.value),
};

async function readConfigured(live: LiveHost, { name }: KernelAction): Promise<Sighting<KernelAction>> {
  try {
    const values = await readKernelValues(live.esxcli, name);
    if (values !== null) return read({ kind: 'kernelSetting', name, value: values.configured });
    return unread({ code: 'unexpected-answer', detail: `esxcli did not tell the values of ${name}` });
  } catch (error) {
    const problem = problemFromError(error);
    return isWithoutEsxcli(error, problem) ? readStored(live, name, problem) : unread(problem);
  }
}

/** Whether esxcli is not to be had here, or not by this account; a command that ran and failed, or a host that hangs, is neither. */
function isWithoutEsxcli(error: unknown, { code }: Problem): boolean {
  if (code === 'esxcli-unavailable' || code === 'no-permission') return true;
  return error instanceof SoapFault && code === 'fault';
}

/** Many settings are not stored as an option, so that there is none says nothing: the first problem is the one to tell. */
async function readStored(live: LiveHost, name: string, problem: Problem): Promise<Sighting<KernelAction>> {
  const stored = await readOption(live, keyOf(name));
  if (stored.kind !== 'read') return unread(problem);
  return { ...read({ kind: 'kernelSetting', name, value: stored.value.value } as const), source: 'stored-value' };
}

function keyOf(name: string): string {
  return `VMkernel.Boot.${name}`;
}

async function writeConfigured({ session, object }: LiveHost, { name, value }: KernelAction): Promise<void> {
  const executer = await session.call(retrieveManagedMethodExecuter(object));
  if (executer === null) throw new EsxcliFault('NotFound', 'the host offers no esxcli any more');
  await session.call(setKernelSetting(executer, name, value));
}

/** The documented way, for the settings that are advanced options too. */
async function writeStored(live: LiveHost, { name, value }: KernelAction): Promise<void> {
  const stored = await readOption(live, keyOf(name));
  if (stored.kind !== 'read') throw new EsxcliFault('NotFound', `the option ${keyOf(name)} cannot be read any more`);
  const text = stored.value.type === 'boolean' ? value.toLowerCase() : value;
  await writeOption(live, { ...stored.value, value: text });
}
