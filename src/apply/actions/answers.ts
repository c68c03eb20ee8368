import type { HostEsxcli } from '../../collect/host-esxcli.ts';
import { isOfType } from '../../collect/kernel-settings.ts';
import { asBoolean, child, childrenNamed, type VimElement } from '../../vim/element.ts';
import { type EsxcliAnswer, fieldOf, listOf, scalarOf, structureOf } from '../../vim/esxcli.ts';

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

/*
 * Members of an answer, each taken only where it is told once and of its kind. Missing, blank, doubled, garbled or of
 * another kind is null: what decides about a write or a reboot is never taken from such a member.
 */

/** Text of an element that holds nothing but text, trimmed; null where it is blank. */
export function textIn(element: VimElement | null | undefined): string | null {
  if (element === null || element === undefined || element.children.length > 0) return null;
  const text = element.text.trim();
  return text === '' ? null : text;
}

export function exactText(element: VimElement, name: string): string | null {
  return textIn(child(element, name));
}

export function booleanIn(element: VimElement | null | undefined): boolean | null {
  const text = textIn(element);
  return text === null ? null : asBoolean(text);
}

/** A count; `Number('')` is 0, so the text has to be digits. */
export function countIn(text: string | null | undefined): number | null {
  const digits = text?.trim() ?? '';
  const count = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN;
  return Number.isSafeInteger(count) ? count : null;
}

/** What a structure has of a member that is a list; null where it is no structure. None is an empty list. */
export function itemsOf(structure: VimElement | null | undefined, name: string): readonly VimElement[] | null {
  if (structure === null || structure === undefined || structure.text.trim() !== '') return null;
  return childrenNamed(structure, name);
}

/** Items of a property that is a list: on the wire it says so by its type (`ArrayOfAlarmState`). */
export function listIn(value: VimElement | undefined): readonly VimElement[] | null {
  if (value === undefined || value.text.trim() !== '' || value.xsiType?.startsWith('ArrayOf') !== true) return null;
  return value.children;
}
