import { collectFacts } from '../collect/collect-facts.ts';
import { EVERYTHING, readSelection, type Scope } from '../collect/scope.ts';
import type { Loss } from '../collect/target-loss.ts';
import type { Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { FactDemand } from '../model/facts.ts';
import type { Scan } from '../model/scan.ts';
import type { EstateFacts } from '../model/snapshot.ts';
import { demandOf } from '../rules/demand.ts';
import { byName, judgeFacts } from '../scan/judge-facts.ts';
import { reportOf } from '../scan/target-report.ts';
import { tool } from '../shipped/installation.ts';
import { shippedReleases } from '../shipped/releases.ts';
import { type Connected, sessionOf } from './connect.ts';
import { chooseRules, type RuleOptions } from './rules.ts';

/** Which hosts, and judged by what. */
export interface ScanOptions extends RuleOptions {
  /** All hosts unless said. Names are globs, in any case. */
  readonly scope?: Partial<Scope>;
  readonly signal?: AbortSignal;
}

/**
 * Reads what the rules need of every host in scope, and judges it. Reads only. A host that could not be read has findings
 * `unknown`, never `pass`; where the server was lost on the way, `targets[0].error` says how far it came. Throws NO_VISIBLE_HOST, SCOPE_MATCHES_NOTHING, and what choosing rules throws.
 */
export async function scan(connected: Connected, options: ScanOptions = {}): Promise<Scan> {
  return evaluate(await read(connected, options), options);
}

/** Reads what the rules need, without judging it; to be judged by `evaluate`, as often and by as many rules as wanted. */
export async function read(connected: Connected, options: ScanOptions = {}): Promise<EstateFacts> {
  const { rules } = await chooseRules(options);
  return readDemand(connected, demandOf(rules), options);
}

/** Reads those facts of every host in scope. */
export async function readDemand(
  connected: Connected,
  demand: FactDemand,
  options: Pick<ScanOptions, 'scope' | 'signal'>,
): Promise<EstateFacts> {
  const session = sessionOf(connected);
  const startedAt = new Date().toISOString();
  const releases = await shippedReleases();
  const source = {
    target: session.endpoint.url,
    targetIdentity: session.content.about.instanceUuid,
    ...releases,
  };
  const { signal } = options;
  let loss: Loss | null = null;
  const onLost = (found: Loss): void => {
    loss = found;
  };
  const collection = { demand, source, onLost, ...(signal === undefined ? {} : { signal }) };
  const facts = await collectFacts(session, await hostsIn(session, options), collection);
  const finishedAt = new Date().toISOString();
  return { startedAt, finishedAt, targets: [reportOf(session, facts, loss)], facts: facts.toSorted(byName) };
}

/** Judges facts that were read. Pure but for the rules it loads. A fact that was not read makes its finding `unknown`. */
export async function evaluate(facts: EstateFacts, options: RuleOptions = {}): Promise<Scan> {
  return judgeFacts(facts, { ...(await chooseRules(options)), tool: tool() });
}

async function hostsIn(session: Session, { scope, signal }: Pick<ScanOptions, 'scope' | 'signal'>) {
  const { inventory, hosts, unmatched } = await readSelection(session, { ...EVERYTHING, ...scope }, { signal });
  if (inventory.length === 0) {
    throw new EsxcheckError('NO_VISIBLE_HOST', 'The login worked, but it shows no host.', {
      details: ['Give the account a role with System.View and System.Read on the hosts.'],
    });
  }
  if (unmatched.length === 0 && hosts.length > 0) return hosts;
  const terms = unmatched.map(({ flag, value }) => `${flag.slice(2)} ${value}`).join(', ');
  throw new EsxcheckError('SCOPE_MATCHES_NOTHING', `No host matches ${terms === '' ? 'all of the scope' : terms}.`);
}
