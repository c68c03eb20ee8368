import { globMatcher } from '../model/glob.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { PlanHost } from '../model/plan.ts';
import { misuse } from './misuse.ts';

type PlannedHost = Pick<PlanHost, 'id' | 'moid' | 'name' | 'uuid'>;

/**
 * Which hosts of a plan `--only` names: by globs over names, or by managed object id or hardware UUID where no host is called so.
 * Throws a usage error for what matches none, and HOST_NOT_FOUND for a plain name that several have: nothing is written to a host
 * that was perhaps not meant.
 */
export function onlyHosts(texts: readonly string[], hosts: readonly PlannedHost[]): (host: PlannedHost) => boolean {
  if (texts.length === 0) return () => true;
  const meant = new Set(texts.flatMap((text) => idsOf(text, hosts)));
  return ({ id }) => meant.has(id);
}

function idsOf(text: string, hosts: readonly PlannedHost[]): readonly string[] {
  const matches = globMatcher(text);
  const plain = text.toLowerCase();
  const named = hosts.filter(({ name }) => matches(name));
  const byId = hosts.filter(({ moid, uuid }) => moid.toLowerCase() === plain || uuid?.toLowerCase() === plain);
  const found = named.length > 0 ? named : byId;
  const ids = [...new Set(found.map(({ id }) => id))];
  if (ids.length === 0) throw misuse(`--only ${JSON.stringify(text)} matches no host of the plan.`);
  if (ids.length > 1 && !/[*?]/.test(text)) throw severalMeant(text, found);
  return ids;
}

function severalMeant(text: string, found: readonly PlannedHost[]): EsxcheckError {
  const lines = new Set(
    found.map(({ name, moid, uuid }) => `${name}: ${uuid === null ? moid : `${moid}, or ${uuid}`}`),
  );
  return new EsxcheckError('HOST_NOT_FOUND', `--only ${JSON.stringify(text)} is more than one host of the plan.`, {
    details: ['Name the one that is meant by its managed object id or its hardware UUID:', ...[...lines].slice(0, 20)],
  });
}
