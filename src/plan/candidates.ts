import type { Shown } from '../model/finding.ts';
import type { AllowedHosts, FirewallRule } from '../model/firewall.ts';
import type { PlanCase } from './decision.ts';
import type { FirewallCheck } from './options.ts';

/** A ruleset that would let a check's port through, as the host has it. */
export interface Candidate {
  readonly ruleset: string;
  readonly enabled: boolean;
  readonly broad: boolean;
  /** Whether it is made for the port alone, so that switching it does nothing else. */
  readonly exact: boolean;
  readonly allowed: AllowedHosts;
  /** Null where the host does not tell (before 8.0.2): then people may switch it. */
  readonly userControllable: boolean | null;
  /** Null where a saved scan does not tell. */
  readonly required: boolean | null;
}

/** Serial over LAN of virtual container hosts, outbound tcp/2377 alone, and its predecessor, all outbound TCP (domain.md 5). */
export const VIC_ENGINE = 'vic-engine';
export const VSPC = 'vSPC';

/** The rulesets that the finding was judged by; null when the firewall was not read. */
export function candidatesOf({ finding, host }: PlanCase, check: FirewallCheck): readonly Candidate[] | null {
  if (host.firewall?.kind !== 'read' || host.trouble !== null) return null;
  const listed = coveringIn(finding.observed);
  if (listed === null) return null;
  const known = new Map(host.firewall.value.rulesets.map((ruleset) => [ruleset.key, ruleset]));
  const candidates = listed.map((shown) => candidateFrom(shown));
  if (candidates.includes(null)) return null;
  return candidates
    .filter((candidate) => candidate !== null)
    .map((candidate) => {
      const ruleset = known.get(candidate.ruleset);
      const exact = candidate.ruleset === VIC_ENGINE || (ruleset?.rules.every((rule) => isPort(rule, check)) ?? false);
      return { ...candidate, exact: exact && !candidate.broad, required: ruleset?.required ?? null };
    });
}

function isPort({ port, endPort }: FirewallRule, check: FirewallCheck): boolean {
  return port === check.port && (endPort === null || endPort === 0 || endPort === port);
}

/** What a finding shows as observed is loosely typed, and a saved one may hold anything. */
function coveringIn(observed: Shown): readonly Shown[] | null {
  const covering = isRecord(observed) ? observed['covering'] : undefined;
  return Array.isArray(covering) ? covering : null;
}

function candidateFrom(shown: Shown): Omit<Candidate, 'exact' | 'required'> | null {
  if (!isRecord(shown)) return null;
  const { ruleset, broad, allIp, allowed, userControllable, enabled } = shown;
  if (typeof ruleset !== 'string' || ruleset === '' || typeof broad !== 'boolean' || typeof enabled !== 'boolean') {
    return null;
  }
  if (typeof allIp !== 'boolean' || !isTexts(allowed)) return null;
  if (userControllable !== null && typeof userControllable !== 'boolean') return null;
  const networks = allowed.filter((entry) => entry.includes('/'));
  const addresses = allowed.filter((entry) => !entry.includes('/'));
  return { ruleset, enabled, broad, allowed: { all: allIp, addresses, networks }, userControllable };
}

function isRecord(shown: Shown): shown is { readonly [key: string]: Shown } {
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown);
}

function isTexts(shown: Shown | undefined): shown is readonly string[] {
  return Array.isArray(shown) && shown.every((entry) => typeof entry === 'string');
}
