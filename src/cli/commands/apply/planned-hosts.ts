import { reasonsText } from '../../../../reports/plan/action-words.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { globMatcher } from '../../../model/glob.ts';
import type { LeftOut, Plan, PlanHost } from '../../../model/plan.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, note, warn } from '../../shared/console.ts';

type PlannedHost = Pick<PlanHost, 'id' | 'moid' | 'name' | 'uuid'>;

/**
 * Which hosts of a plan `--only` names: by globs over names, by managed object id or by hardware UUID. A host that the plan left
 * out can be meant as well as one that it changes. Throws a usage error for what matches none that it changes, and HOST_NOT_FOUND
 * for a plain text that several go by: nothing is written to a host that was perhaps not meant.
 */
export function onlyHosts(
  texts: readonly string[],
  { steps, leftOut }: Pick<Plan, 'steps' | 'leftOut'>,
): (host: PlannedHost) => boolean {
  if (texts.length === 0) return () => true;
  const hosts = [...steps, ...leftOut].map(({ host }) => host);
  const changed = new Set(steps.map(({ host }) => host.id));
  const meant = texts.flatMap((text) => {
    const ids = idsOf(text, hosts);
    if (!ids.some((id) => changed.has(id)))
      throw usageError(`--only ${JSON.stringify(text)} matches no host of the plan.`);
    return ids;
  });
  const ids = new Set(meant);
  return ({ id }) => ids.has(id);
}

function idsOf(text: string, hosts: readonly PlannedHost[]): readonly string[] {
  const matches = globMatcher(text);
  const plain = text.toLowerCase();
  // What one host is called can be the id of another: then nobody knows which is meant.
  const found = hosts.filter(
    ({ name, moid, uuid }) => matches(name) || moid.toLowerCase() === plain || uuid?.toLowerCase() === plain,
  );
  const ids = [...new Set(found.map(({ id }) => id))];
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

/** What the plan left out of the hosts that `--only` names; all of it without. */
export function leftOutOf(plan: Pick<Plan, 'steps' | 'leftOut'>, only: readonly string[] = []): readonly LeftOut[] {
  const isMeant = onlyHosts(only, plan);
  return plan.leftOut.filter(({ host }) => isMeant(host));
}

/** Why a plan holds no step, in one sentence. */
export function nothingPlanned({ leftOut }: Pick<Plan, 'leftOut'>): string {
  if (leftOut.length === 0) return 'Nothing was planned: no host needed a change by the rules of the plan.';
  return `Nothing was planned: whatever a rule wants changed was left out (${reasonsText(leftOut)}); the plan tells why.`;
}

/** Says of a plan without steps why it has none, and of any plan which hosts it is silent about. */
export async function tellLeftOut(
  plan: Pick<Plan, 'steps' | 'leftOut'>,
  only: readonly string[],
  io: Io,
): Promise<void> {
  if (plan.steps.length === 0) await note(io, nothingPlanned(plan));
  const unknown = leftOutOf(plan, only).filter(({ reason }) => reason === 'unknown');
  const names = [...new Set(unknown.map(({ host }) => host.name))];
  if (names.length === 0) return;
  const named = `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`;
  await warn(io, `left out of the plan, because they could not be read: ${named}`);
}

const MOST_NAMED = 10;
