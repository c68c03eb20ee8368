import { localizedFault, noPermission, notAuthenticated, type VimFault } from '../wire/fault.ts';
import { renderMember, renderTyped } from '../wire/render.ts';
import { reference } from '../wire/value.ts';
import { type ManagedObject, valueAt } from '../world/objects.ts';
import { propertiesOf } from '../world/types.ts';
import type { Selected } from './select.ts';

export interface Reader {
  readonly version: string;
  /** False: every property is reported as missing, with NotAuthenticated (docs/internals/wire.md 1.4). */
  readonly authenticated: boolean;
}

/** The properties of one object as XML. */
export interface Contents {
  /** `<val …>` by path; unset ones are absent. */
  readonly present: ReadonlyMap<string, string>;
  /** `<missingSet>` elements. */
  readonly missing: string;
}

export function contentsOf({ object, paths }: Selected, { version, authenticated }: Reader): Contents {
  const present = new Map<string, string>();
  let missing = '';
  for (const path of paths ?? propertiesOf(object.type, version)) {
    const refusal = refusalOf(object, path, authenticated);
    if (refusal === null) {
      const value = renderTyped('val', valueAt(object, path), version);
      if (value !== '') present.set(path, value);
    } else {
      missing += `<missingSet><path>${path}</path>${renderMember('fault', localizedFault(refusal), version)}</missingSet>`;
    }
  }
  return { present, missing };
}

/** The members of one ObjectContent: obj, propSet[], missingSet[]. */
export function objectContent(selected: Selected, reader: Reader): string {
  const { present, missing } = contentsOf(selected, reader);
  let text = renderMember('obj', reference(selected.object), reader.version) + extraMember(selected.object);
  for (const [path, value] of present) text += `<propSet><name>${path}</name>${value}</propSet>`;
  return text + missing;
}

/** Why a property may not be read; null when it may. */
export function refusalOf(object: ManagedObject, path: string, authenticated: boolean): VimFault | null {
  if (!authenticated && object.guarded !== false) return notAuthenticated(object, 'System.Read');
  const { notAuthenticated: unknown, noPermission: refused } = object.host?.trouble ?? {};
  if (isNamed(unknown, path)) return notAuthenticated(object, 'System.Read');
  return isNamed(refused, path) ? noPermission(object, 'System.Read') : null;
}

/** Whether a trouble is about a path: about all of them, or about one that overlaps it. */
function isNamed(trouble: boolean | readonly string[] | undefined, path: string): boolean {
  return typeof trouble === 'object' ? trouble.some((each) => overlaps(path, each)) : trouble === true;
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function extraMember({ host }: ManagedObject): string {
  return host?.trouble.extraMembers === true ? '<unheardOf>1</unheardOf>' : '';
}
