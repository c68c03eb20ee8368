import type { HostEsxcli } from '../collect/host-esxcli.ts';
import { isOfType } from '../collect/kernel-settings.ts';
import { type EsxcliAnswer, fieldOf, listOf, scalarOf, structureOf } from '../vim/esxcli.ts';
import { countIn } from './exact-members.ts';

/*
 * Answers of esxcli, each of the kind that its command answers with. An answer of another kind is an EsxcliFault; no row, or
 * two of one thing, tells nothing.
 */

/** Milliseconds since the host booted; it counts microseconds. Null where it does not tell. */
export function uptimeIn(answer: EsxcliAnswer): number | null {
  const microseconds = countIn(scalarOf(answer));
  return microseconds === null ? null : microseconds / 1000;
}

/** How many objects vSAN has still to bring up to date; a list of one, as documented. */
export function resyncingIn(answer: EsxcliAnswer): number | null {
  return countIn(fieldOf(structureOf(answer), 'TotalNumberOfResyncingObjects'));
}

/** Configured and Runtime of one kernel setting. */
export interface KernelValues {
  readonly configured: string;
  readonly runtime: string;
}

/** What `kernel list -o NAME` says of a setting; null where it does not say it plainly. */
export async function readKernelValues(esxcli: HostEsxcli, name: string): Promise<KernelValues | null> {
  const [row, ...others] = listOf(await esxcli.run(['system', 'settings', 'kernel', 'list'], { option: name }));
  if (row === undefined || others.length > 0 || fieldOf(row, 'Name') !== name) return null;
  const type = fieldOf(row, 'Type');
  const [configured, runtime] = [fieldOf(row, 'Configured'), fieldOf(row, 'Runtime')];
  if (configured === null || runtime === null) return null;
  return [configured, runtime].every((value) => isOfType(type, value)) ? { configured, runtime } : null;
}
