import type { Session } from '../connect/session.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { childrenNamed, textOf } from '../vim/element.ts';
import { EsxcliFault } from '../vim/esxcli.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import { queryOptions } from '../vim/methods/query-options.ts';
import type { Moref } from '../vim/moref.ts';
import { EsxcliUnavailable, type HostEsxcli } from './host-esxcli.ts';
import { problemFromError } from './problem-from.ts';

const LIST = ['system', 'settings', 'kernel', 'list'] as const;

/** The three values as esxcli tells them (protocol.md 3.4). An empty list means that the release has no such setting. */
async function listedByEsxcli(esxcli: HostEsxcli, name: string): Promise<Reading<KernelSetting>> {
  const { rows } = await esxcli.run(LIST, { option: name });
  const row = rows.find((candidate) => candidate.get('Name') === name);
  if (row === undefined && rows.length === 0) return ABSENT;
  const text = (field: string): string | null => {
    const value = row?.get(field);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const values = { default: text('Default'), configured: text('Configured'), runtime: text('Runtime') };
  const complete = !Object.values(values).includes(null);
  const problem: Problem = { code: 'setting-not-reported', detail: `esxcli answered without all values of ${name}` };
  if (Object.values(values).every((value) => value === null)) return unread(problem);
  return read({ ...values, type: text('Type'), source: 'esxcli', problem: complete ? null : problem });
}

/**
 * What the documented API holds: one stored value, presumed to be Configured; never Runtime (protocol.md 4).
 * Null when the host has no such option, which alone proves nothing: many kernel settings are not exposed.
 */
async function storedOption(session: Session, manager: Moref, name: string): Promise<string | null> {
  const key = `VMkernel.Boot.${name}`;
  const options = await session.call(queryOptions(manager, key));
  const option = options.find((candidate) => textOf(candidate, 'key') === key);
  return option === undefined ? null : (childrenNamed(option, 'value')[0]?.text ?? null);
}

interface KernelSource {
  readonly session: Session;
  readonly esxcli: HostEsxcli;
  /** `configManager.advancedOption`; null where the host did not tell it. */
  readonly optionManager: Moref | null;
}

/** Reads one kernel setting, by esxcli where it is to be had, else by the advanced option. */
export async function readKernelSetting(source: KernelSource, name: string): Promise<Reading<KernelSetting>> {
  try {
    return await listedByEsxcli(source.esxcli, name);
  } catch (error) {
    const problem = esxcliProblem(error, name);
    const commandRefused = error instanceof EsxcliFault && error.fromCommand;
    if (problem.code === 'esxcli-unavailable' || commandRefused)
      return fallBack(source, name, { problem, commandRefused });
    return unread(problem);
  }
}

function esxcliProblem(error: unknown, name: string): Problem {
  if (error instanceof EsxcliUnavailable) return { code: 'esxcli-unavailable', detail: error.message };
  if (error instanceof EsxcliFault && !error.fromCommand) return { code: 'esxcli-unavailable', detail: error.message };
  if (error instanceof EsxcliFault)
    return { code: 'fault', detail: `esxcli refused to list ${name}: ${error.message}` };
  return problemFromError(error);
}

interface FirstTry {
  readonly problem: Problem;
  /** The command itself ran and refused the name: with no such option either, the release does not have the setting. */
  readonly commandRefused: boolean;
}

async function fallBack(
  { session, optionManager }: KernelSource,
  name: string,
  { problem, commandRefused }: FirstTry,
): Promise<Reading<KernelSetting>> {
  if (optionManager === null) return unread(problem);
  try {
    const configured = await storedOption(session, optionManager, name);
    if (configured !== null) {
      return read({ type: null, default: null, configured, runtime: null, source: 'advanced-option', problem });
    }
  } catch (error) {
    if (!(error instanceof SoapFault && isFault(error.fault, 'InvalidName'))) {
      problemFromError(error);
      return unread(problem);
    }
  }
  return commandRefused ? ABSENT : unread(problem);
}
