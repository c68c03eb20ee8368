import { gateHost, type GateResult } from '../apply/gate-host.ts';
import { readJournal } from '../apply/journal/journal.ts';
import { verifyPlan, type VerifyResult } from '../apply/verify-plan.ts';
import type { Plan } from '../model/plan.ts';
import type { Scan } from '../model/scan.ts';
import { askedByName, selectRules } from '../rules/select.ts';
import { tool } from '../shipped/installation.ts';
import { shippedReleases } from '../shipped/releases.ts';
import { type Connected, sessionOf } from './connect.ts';
import { chooseRules, knownRules, profiled, type RuleOptions } from './rules.ts';

/** By what a host or a plan is judged. */
export interface JudgeOptions extends RuleOptions {
  /** Journal of the apply: it tells what a reboot since has not brought into effect. */
  readonly journal?: string;
  readonly signal?: AbortSignal;
}

/**
 * Whether one host may go back to work: `gate` is `open` only when every rule that applies to it passes now, and when something
 * was judged of each rule and pack that was named. `host` is a name, a path such as `DC1/Prod/esx-07`, a managed object id or a
 * hardware UUID. Reads only. Throws HOST_NOT_FOUND, HOST_UNREAD, and what choosing rules throws.
 */
export async function gate(connected: Connected, host: string, options: JudgeOptions = {}): Promise<GateResult> {
  const { rules, parameters } = await chooseRules(options);
  const named = { packs: options.packs ?? [], rules: options.rules ?? [] };
  const judging = { ...(await judgingOf(options)), rules, parameters };
  return gateHost(sessionOf(connected), { ...judging, host, named });
}

/**
 * Judges the hosts of a plan anew by the rules that its steps are for. `own` has those alone that surely are hosts of the plan, and
 * only where `isWhole` was the rule of every step judged. Reads only. Throws TARGET_DIFFERS, UNKNOWN_RULE.
 */
export async function verify(
  connected: Connected,
  plan: Plan,
  options: Pick<JudgeOptions, 'folders' | 'profile' | 'journal' | 'signal'> = {},
): Promise<VerifyResult> {
  const ids = [...new Set(plan.steps.map(({ why }) => why.rule))];
  const profile = options.profile ?? plan.parameters['profile'];
  const known = profiled(await knownRules(options), profile === undefined ? {} : { profile });
  const planned = { packs: [], ids };
  const rules = ids.length === 0 ? [] : askedByName(selectRules(known, planned), planned);
  return verifyPlan(sessionOf(connected), plan, { ...(await judgingOf(options)), rules });
}

async function judgingOf({ journal, signal }: Pick<JudgeOptions, 'journal' | 'signal'>) {
  const releases = await shippedReleases();
  return {
    records: journal === undefined ? [] : await readJournal(journal),
    waive: (scan: Scan) => Promise.resolve(scan),
    ...releases,
    tool: tool(),
    now: () => new Date(),
    ...(signal === undefined ? {} : { signal }),
  };
}
