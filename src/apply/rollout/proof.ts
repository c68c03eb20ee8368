import type { HostEsxcli } from '../../collect/host-esxcli.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { SoapFault } from '../../vim/fault.ts';
import { type KernelValues, readKernelValues, resyncingIn, uptimeIn } from '../esxcli-rows.ts';
import type { Proof } from './input.ts';
import type { RolloutHost } from './situation.ts';

type Wanted = RolloutHost['wanted'];

/** What a setting is, and what it should be. */
export interface WantedReading {
  readonly name: string;
  readonly value: string;
  /** Null where it could not be read in full. */
  readonly now: KernelValues | null;
}

/** The wanted settings as esxcli tells them: nothing else knows Runtime. Never throws but bugs. */
export async function readWanted(esxcli: HostEsxcli, wanted: Wanted): Promise<readonly WantedReading[]> {
  const readings: WantedReading[] = [];
  for (const { name, value } of wanted) {
    readings.push({ name, value, now: await readKernelValues(esxcli, name).catch(unlessBug) });
  }
  return readings;
}

function unlessBug(error: unknown): null {
  problemOf(error);
  return null;
}

/** Releases differ in the case of what they print. */
export function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** How long the host has been up, in milliseconds; null where it does not tell. Never throws but bugs. */
export async function readUptime(esxcli: HostEsxcli): Promise<number | null> {
  try {
    return uptimeIn(await esxcli.run(UPTIME));
  } catch (error) {
    return unlessBug(error);
  }
}

const UPTIME = ['system', 'stats', 'uptime', 'get'];

/** Asks a host that came back whether it booted, and with what. Never throws but bugs. */
export async function readProof(esxcli: HostEsxcli, wanted: Wanted): Promise<Proof> {
  try {
    const uptimeMs = uptimeIn(await esxcli.run(UPTIME));
    const notInEffect: string[] = [];
    for (const { name, value } of wanted) {
      const now = await readKernelValues(esxcli, name);
      if (now === null) return { uptimeMs: null, notInEffect: null, problem: `${name} was not told` };
      if (!isSame(now.runtime, value)) notInEffect.push(`${name} (${now.runtime} instead of ${value})`);
    }
    return { uptimeMs, notInEffect, problem: uptimeMs === null ? 'no uptime was told' : '' };
  } catch (error) {
    return { uptimeMs: null, notInEffect: null, problem: problemOf(error) };
  }
}

/** How many objects vSAN has still to bring up to date. The field is as documented; not witnessed on a real host. */
export async function readResync(
  esxcli: HostEsxcli,
): Promise<{ readonly left: number | null; readonly problem: string }> {
  try {
    const left = resyncingIn(await esxcli.run(['vsan', 'debug', 'resync', 'summary', 'get']));
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
