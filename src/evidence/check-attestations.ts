import type { AttestationReport } from '../model/attestation.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Control, Framework } from '../model/framework.ts';
import { nearest } from '../model/nearest.ts';
import { namesOf } from './attestations.ts';

/** More of them than this help nobody. */
const MOST_SAID = 10;

/**
 * What people must know of attestations beside the frameworks that were chosen: those that have expired, that answer nothing since
 * rules answer the whole control, and that are of a framework that was not chosen. Throws ATTESTATIONS_INVALID for controls that
 * no framework has: a mistyped id must not look like a control that nobody attested.
 */
export function attestationWarnings(
  attestations: readonly AttestationReport[],
  chosen: readonly Framework[],
  known: readonly Framework[],
): readonly string[] {
  const [ofChosen, ofKnown] = [controlsByName(chosen), controlsByName([...known, ...chosen])];
  const unknown = attestations.filter(({ controlId }) => !ofKnown.has(controlId.toLowerCase()));
  if (unknown.length > 0) throw unknownControls(unknown, [...ofKnown.values()].flat());
  const said = attestations.flatMap((each) => sayingOf(each, ofChosen.get(each.controlId.toLowerCase()) ?? []));
  const more = said.length - MOST_SAID;
  return more > 0 ? [...said.slice(0, MOST_SAID), `and ${more} more attestations that answer nothing`] : said;
}

type Controls = ReadonlyMap<string, readonly Control[]>;

/** Frameworks may have controls of one name: an attestation speaks of all of them. */
function controlsByName(frameworks: readonly Framework[]): Controls {
  const found = new Map<string, readonly Control[]>();
  for (const control of frameworks.flatMap(({ controls }) => controls)) {
    for (const name of namesOf(control)) found.set(name, [...(found.get(name) ?? []), control]);
  }
  return found;
}

function unknownControls(unknown: readonly AttestationReport[], controls: readonly Control[]): EsxcheckError {
  const ids = [...new Set(controls.map(({ id }) => id))];
  const lines = unknown.map(({ place, controlId }) => {
    const near = nearest(controlId, ids);
    const hint = near === null ? '' : `: did you mean "${near}"?`;
    return `${place}: no framework has a control ${JSON.stringify(controlId)}${hint}`;
  });
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  return new EsxcheckError('ATTESTATIONS_INVALID', `${lines[0] ?? ''}${more}`, {
    details: lines.length > 1 ? lines.slice(0, 50) : ['Ids of controls: esxcheck rules frameworks NAME'],
  });
}

function sayingOf({ place, controlId, state, expires, updatedBy }: AttestationReport, controls: readonly Control[]) {
  const of = `${place}: the attestation of ${controlId} by ${updatedBy}`;
  if (controls.length === 0) return [`${of} answers nothing: no framework that was chosen has that control`];
  if (controls.every(({ coverage }) => coverage === 'rule'))
    return [
      `${of} answers nothing where rules read all of it: no more than what is left open for want of a list of the site`,
    ];
  return state === 'expired' ? [`${of} expired on ${expires}: the control is not reviewed`] : [];
}
