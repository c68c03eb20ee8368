import type { Session } from '../connect/session.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { type EsxcliRow, fieldOf } from '../vim/esxcli.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import { queryOptions } from '../vim/methods/options.ts';
import type { Moref } from '../vim/moref.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { problemFromError, refusedByCommand } from './problem-from.ts';

const NOT_LISTED: Problem = { code: 'setting-not-reported', detail: 'esxcli listed no such setting' };
export const LIST = ['system', 'settings', 'kernel', 'list'] as const;

/** The three values as esxcli tells them (protocol.md 3.4). An empty list means that the release has no such setting. */
async function listedByEsxcli(esxcli: HostEsxcli, name: string): Promise<Reading<KernelSetting>> {
  const { rows } = await esxcli.run(LIST, { option: name });
  if (rows.length === 0) return ABSENT;
  return settingFrom(
    rows.find((candidate) => candidate.get('Name') === name),
    name,
  );
}

/** One row of `kernel list`; no row at all is an answer without values. */
export function settingFrom(row: EsxcliRow | undefined, name: string): Reading<KernelSetting> {
  const text = (field: string): string | null => (row && fieldOf(row, field)) ?? null;
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
  return options.find((option) => option.key === key)?.value ?? null;
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
    const listed = await listedByEsxcli(source.esxcli, name);
    return listed.kind === 'absent' ? await fallBack(source, name, { problem: NOT_LISTED, refused: true }) : listed;
  } catch (error) {
    const problem = problemFromError(error);
    const refused = refusedByCommand(error);
    if (refused || problem.code === 'esxcli-unavailable') return fallBack(source, name, { problem, refused });
    return unread(problem);
  }
}

interface FirstTry {
  readonly problem: Problem;
  /** esxcli ran and does not know the name: with no such option either, the release does not have the setting. */
  readonly refused: boolean;
}

async function fallBack(
  { session, optionManager }: KernelSource,
  name: string,
  { problem, refused }: FirstTry,
): Promise<Reading<KernelSetting>> {
  if (optionManager === null) return unread(problem);
  try {
    const configured = await storedOption(session, optionManager, name);
    if (configured !== null) {
      return read({ type: null, default: null, configured, runtime: null, source: 'advanced-option', problem });
    }
  } catch (error) {
    if (!(error instanceof SoapFault && isFault(error.fault, 'InvalidName'))) {
      // The first problem is the one to tell; a bug or an interruption is thrown on.
      problemFromError(error);
      return unread(problem);
    }
  }
  return refused ? ABSENT : unread(problem);
}
