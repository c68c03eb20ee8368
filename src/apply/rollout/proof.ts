import type { HostEsxcli } from '../../collect/host-esxcli.ts';
import { readKernelSetting } from '../../collect/kernel-settings.ts';
import type { Session } from '../../connect/session.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { KernelSetting } from '../../model/kernel-setting.ts';
import type { Reading } from '../../model/reading.ts';
import { fieldOf } from '../../vim/esxcli.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { SoapFault } from '../../vim/fault.ts';
import type { Proof } from './input.ts';
import type { RolloutHost } from './situation.ts';

type Wanted = RolloutHost['wanted'];

/** What a setting is, and what it should be. */
export interface WantedReading {
  readonly name: string;
  readonly value: string;
  readonly reading: Reading<KernelSetting>;
}

/** The wanted settings as esxcli tells them: nothing else knows Runtime (protocol.md 4). */
export async function readWanted(
  session: Session,
  esxcli: HostEsxcli,
  wanted: Wanted,
): Promise<readonly WantedReading[]> {
  const readings: WantedReading[] = [];
  for (const { name, value } of wanted) {
    readings.push({ name, value, reading: await readKernelSetting({ session, esxcli, optionManager: null }, name) });
  }
  return readings;
}

/** Releases differ in the case of what they print (protocol.md 3.4). */
export function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Asks a host that came back whether it booted, and with what. Never throws but bugs. */
export async function readProof(esxcli: HostEsxcli, wanted: Wanted): Promise<Proof> {
  try {
    const uptime = await esxcli.run(['system', 'stats', 'uptime', 'get']);
    const microseconds = Number(uptime.scalar ?? Number.NaN);
    const notInEffect: string[] = [];
    for (const { name, value } of wanted) {
      const { rows } = await esxcli.run(['system', 'settings', 'kernel', 'list'], { option: name });
      const row = rows.find((candidate) => candidate.get('Name') === name);
      const runtime = row === undefined ? null : fieldOf(row, 'Runtime');
      if (runtime === null) return { uptimeMs: null, notInEffect: null, problem: `${name} was not listed` };
      if (!isSame(runtime, value)) notInEffect.push(`${name} (${runtime} instead of ${value})`);
    }
    if (Number.isNaN(microseconds)) return { uptimeMs: null, notInEffect, problem: 'no uptime was told' };
    return { uptimeMs: microseconds / 1000, notInEffect, problem: '' };
  } catch (error) {
    return { uptimeMs: null, notInEffect: null, problem: problemOf(error) };
  }
}

/** How many objects vSAN has still to bring up to date. The field is as documented; not witnessed on a real host. */
export async function readResync(
  esxcli: HostEsxcli,
): Promise<{ readonly left: number | null; readonly problem: string }> {
  try {
    const { rows } = await esxcli.run(['vsan', 'debug', 'resync', 'summary', 'get']);
    const text = rows[0] === undefined ? null : fieldOf(rows[0], 'TotalNumberOfResyncingObjects');
    const left = text === null || !/^\d+$/.test(text.trim()) ? null : Number(text);
    return { left, problem: left === null ? 'vSAN did not tell what it has to bring up to date' : '' };
  } catch (error) {
    return { left: null, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SoapFault || error instanceof EsxcliFault || error instanceof EsxcheckError)
    return error.message;
  throw error;
}
