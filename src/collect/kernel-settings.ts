import type { Session } from '../connect/session.ts';
import type { KernelList } from '../model/facts.ts';
import { isWholeKernelList, type KernelSetting, SETTING_NAME } from '../model/kernel-setting.ts';
import type { Problem, ProblemCode } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { type EsxcliRow, fieldOf, listOf } from '../vim/esxcli.ts';
import type { Moref } from '../vim/moref.ts';
import { readOptions } from './advanced-options.ts';
import { problemFromError } from './answer-problem.ts';
import type { HostEsxcli } from './host-esxcli.ts';

const LIST = ['system', 'settings', 'kernel', 'list'] as const;

interface KernelSource {
  readonly session: Session;
  readonly esxcli: HostEsxcli;
  /** `configManager.advancedOption`; null: there is no falling back to the stored option. */
  readonly optionManager: Reading<Moref> | null;
  readonly signal?: AbortSignal;
}

/**
 * Reads one kernel setting: by name; where that gave none, in the whole list of the host; where esxcli is not to be had, by
 * the stored advanced option. Absent is said only where a whole list was read that lacks the name, and no option has it:
 * what a host answers of a name that it does not know is not known (docs/internals/wire.md 10), so neither a fault nor an empty
 * answer proves anything.
 */
export async function readKernelSetting(source: KernelSource, name: string): Promise<Reading<KernelSetting>> {
  const listed = await readByName(source.esxcli, name);
  if (listed.kind === 'read') return listed;
  const problem = listed.kind === 'unread' ? listed.problem : NOT_LISTED;
  if (SILENT.has(problem.code)) return unread(problem);
  const whole = mayBeUnknown(listed) ? await readInList(source.esxcli, name) : unread(problem);
  if (whole.kind === 'read') return whole;
  if (whole.kind === 'alike') return unread({ ...NOT_LISTED, detail: `esxcli lists ${whole.name}, and no ${name}` });
  if (whole.kind === 'absent') return unlessStored(source, name, problem);
  const stored = WITHOUT_ESXCLI.has(problem.code) ? await readStored(source, name, problem) : ABSENT;
  return stored.kind === 'read' ? stored : unread(problem);
}

/** A setting that no list of the host has and that is stored all the same is one that two answers differ about. */
async function unlessStored(source: KernelSource, name: string, problem: Problem): Promise<Reading<KernelSetting>> {
  const stored = await readStored(source, name, problem);
  if (stored.kind === 'absent') return ABSENT;
  if (stored.kind === 'unread') return unread(problem);
  return unread({ code: 'contradiction', detail: `an option stores ${name}, and esxcli does not list it` });
}

/** esxcli, or that command, is not to be had: the stored option is the next best. What it tells garbled is no reason for it. */
const WITHOUT_ESXCLI: ReadonlySet<ProblemCode> = new Set(['esxcli-unavailable', 'no-permission', 'fault']);

const NOT_LISTED: Problem = { code: 'setting-not-reported', detail: 'esxcli listed no such setting' };

/** The host or the server does not answer at all: nothing further is asked because of it. */
const SILENT: ReadonlySet<ProblemCode> = new Set([
  'disconnected',
  'not-responding',
  'timeout',
  'connection-lost',
  'not-authenticated',
]);

/** The command ran and refused, or listed nothing: one of the ways in which a host may say that it does not know a name. */
function mayBeUnknown(reading: Reading<KernelSetting>): boolean {
  return reading.kind === 'absent' || (reading.kind === 'unread' && reading.problem.code === 'fault');
}

/** The three values as esxcli tells them (docs/internals/wire.md 3.4); absent for an empty list. */
async function readByName(esxcli: HostEsxcli, name: string): Promise<Reading<KernelSetting>> {
  try {
    const rows = listOf(await esxcli.run(LIST, { option: name }));
    if (rows.length === 0) return ABSENT;
    const own = rows.filter((row) => fieldOf(row, 'Name') === name);
    const [row, ...more] = own;
    if (row === undefined) return unread(NOT_LISTED);
    return more.length > 0 ? unread(contradiction(name)) : settingFrom(row, name);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/** Whether esxcli minds the case of names is not known, so one that differs in case alone proves nothing. */
interface Alike {
  readonly kind: 'alike';
  readonly name: string;
}

async function readInList(esxcli: HostEsxcli, name: string): Promise<Reading<KernelSetting> | Alike> {
  const list = await readKernelRows(esxcli);
  if (list.kind !== 'read') return list;
  const setting = list.value.get(name);
  if (setting !== undefined) return setting;
  const alike = [...list.value.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
  if (alike !== undefined) return { kind: 'alike', name: alike };
  const told = [...list.value].flatMap(([known, row]) => (row.kind === 'read' ? [[known, row.value] as const] : []));
  return isWholeKernelList(new Map(told)) ? ABSENT : unread(NOT_LISTED);
}

/** All rows of the host by name; unread as soon as one has no name, or two have one. */
async function readKernelRows(esxcli: HostEsxcli): Promise<Reading<ReadonlyMap<string, Reading<KernelSetting>>>> {
  try {
    const list = new Map<string, Reading<KernelSetting>>();
    for (const row of listOf(await esxcli.run(LIST))) {
      const name = fieldOf(row, 'Name')?.trim() ?? '';
      if (!SETTING_NAME.test(name))
        return unread({ code: 'unexpected-answer', detail: 'esxcli listed a setting without its name' });
      list.set(name, list.has(name) ? unread(contradiction(name)) : settingFrom(row, name));
    }
    return list.size > 0 ? read(list) : unread({ ...NOT_LISTED, detail: 'esxcli listed no kernel setting' });
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/**
 * A reader of all kernel settings of a host, in one call. Settings that are alike on many hosts are one object, so that
 * memory grows with what differs and not with hosts times settings. There is no fallback: the advanced options hold neither
 * defaults nor what runs.
 */
export function kernelListReader(): (esxcli: HostEsxcli) => Promise<Reading<KernelList>> {
  const shared = new Map<string, KernelSetting>();
  return async (esxcli) => {
    const rows = await readKernelRows(esxcli);
    if (rows.kind !== 'read') return rows;
    const list = new Map<string, KernelSetting>();
    for (const [name, setting] of rows.value) {
      if (setting.kind === 'read') list.set(name, share(shared, setting.value));
      else if (setting.kind === 'unread') list.set(name, share(shared, unreadSetting(setting.problem)));
    }
    return read(list);
  };
}

function unreadSetting(problem: Problem): KernelSetting {
  return { type: null, default: null, configured: null, runtime: null, source: 'esxcli', problem };
}

function share(shared: Map<string, KernelSetting>, setting: KernelSetting): KernelSetting {
  const key = JSON.stringify(setting);
  const known = shared.get(key);
  if (known !== undefined) return known;
  shared.set(key, setting);
  return setting;
}

/** One row of `kernel list`. */
function settingFrom(row: EsxcliRow, name: string): Reading<KernelSetting> {
  const type = fieldOf(row, 'Type');
  const text = (field: string): string | null => {
    const value = told(fieldOf(row, field));
    return value !== null && isOfType(type, value) ? value : null;
  };
  const values = { default: text('Default'), configured: text('Configured'), runtime: text('Runtime') };
  const isWhole = !Object.values(values).includes(null);
  const problem: Problem = { code: 'setting-not-reported', detail: `esxcli answered without all values of ${name}` };
  if (Object.values(values).every((value) => value === null)) return unread(problem);
  return read({ ...values, type, source: 'esxcli', problem: isWhole ? null : problem });
}

/** Whether a value can be one of that type, as esxcli names types; only a string may be blank. */
export function isOfType(type: string | null, value: string): boolean {
  const plain = value.trim().toLowerCase();
  if (type === 'Bool') return ['true', 'false', '1', '0'].includes(plain);
  if (type !== null && /^u?int/i.test(type))
    return /^-?(?:\d+|0x[0-9a-f]+)$/.test(plain) || plain === 'true' || plain === 'false';
  return type?.toLowerCase() === 'string' || plain !== '';
}

/** `N/A` stands for a value that the host does not have at hand. */
function told(text: string | null): string | null {
  return text === null || text.trim().toUpperCase() === 'N/A' ? null : text;
}

function contradiction(name: string): Problem {
  return { code: 'contradiction', detail: `esxcli listed ${name} more than once` };
}

/** What the documented API holds: one stored value, presumed to be Configured; never Runtime (docs/internals/wire.md 4). */
async function readStored(
  { session, optionManager, signal }: KernelSource,
  name: string,
  problem: Problem,
): Promise<Reading<KernelSetting>> {
  if (optionManager === null) return ABSENT;
  const key = `VMkernel.Boot.${name}`;
  const source = { session, manager: optionManager, ...(signal === undefined ? {} : { signal }) };
  const option = (await readOptions(source, { name: key, keys: [key] })).get(key) ?? unread(problem);
  if (option.kind !== 'read') return option;
  const configured = option.value.value;
  return read({ type: null, default: null, configured, runtime: null, source: 'advanced-option', problem });
}
