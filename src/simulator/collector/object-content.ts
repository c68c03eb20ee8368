import { noPermission, notAuthenticated, localizedFault, type VimFault } from '../wire/fault.ts';
import { renderMember, renderTyped } from '../wire/render.ts';
import { reference } from '../wire/value.ts';
import { valueAt, type ManagedObject } from '../world/object.ts';
import { propertiesOf } from '../world/types.ts';
import type { Selected } from './select.ts';

interface Reader {
  readonly version: string;
  /** False: every property is reported as missing, with NotAuthenticated (protocol.md 1.4). */
  readonly authenticated: boolean;
}

/** The members of one ObjectContent: obj, propSet[], missingSet[]. */
export function objectContent({ object, paths }: Selected, reader: Reader): string {
  const wanted = paths ?? propertiesOf(object.type, reader.version);
  let present = '';
  let missing = '';
  for (const path of wanted) {
    const refusal = refusalOf(object, path, reader);
    if (refusal === null) {
      const value = renderTyped('val', valueAt(object, path), reader.version);
      if (value !== '') present += `<propSet><name>${path}</name>${value}</propSet>`;
    } else {
      const fault = renderMember('fault', localizedFault(refusal), reader.version);
      missing += `<missingSet><path>${path}</path>${fault}</missingSet>`;
    }
  }
  return renderMember('obj', reference(object), reader.version) + extraMember(object) + present + missing;
}

function refusalOf(object: ManagedObject, path: string, { authenticated }: Reader): VimFault | null {
  if (!authenticated && object.guarded !== false) return notAuthenticated(object, 'System.Read');
  const refused = object.host?.trouble.noPermission ?? false;
  const isRefused =
    typeof refused === 'boolean' ? refused : refused.some((each) => isWithin(path, each) || isWithin(each, path));
  return isRefused ? noPermission(object, 'System.Read') : null;
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`);
}

function extraMember({ host }: ManagedObject): string {
  return host?.trouble.extraMembers === true ? '<unheardOf>1</unheardOf>' : '';
}
