import { isIP } from 'node:net';
import type { Shown } from '../model/finding.ts';
import type { AllowedHosts } from '../model/firewall.ts';
import type { PlanCase } from './decision.ts';

/** A ruleset that would let a check's port through, as the host has it. */
export interface Candidate {
  readonly ruleset: string;
  readonly enabled: boolean;
  readonly broad: boolean;
  /** Whether it is made for the port alone, so that switching it does nothing else. Null where a saved scan does not tell. */
  readonly exact: boolean | null;
  readonly allowed: AllowedHosts;
  /** Null where the host does not tell (before 8.0.2): then people may switch it. */
  readonly userControllable: boolean | null;
  /** Null where a saved scan does not tell. */
  readonly required: boolean | null;
}

/**
 * Serial over LAN of virtual container hosts, outbound tcp/2377 alone, and its predecessor, all outbound TCP
 * (docs/internals/domain.md 5).
 */
export const VIC_ENGINE = 'vic-engine';
export const VSPC = 'vSPC';

/** The rulesets that the finding was judged by; null when the firewall was not read. */
export function candidatesOf({ finding, host }: PlanCase): readonly Candidate[] | null {
  if (host.firewall?.kind !== 'read' || host.trouble !== null) return null;
  const listed = coveringIn(finding.observed);
  if (listed === null) return null;
  const candidates = listed.map((shown) => candidateFrom(shown));
  return candidates.includes(null) ? null : candidates.filter((candidate) => candidate !== null);
}

/** What a finding shows as observed is loosely typed, and a saved one may hold anything. */
function coveringIn(observed: Shown): readonly Shown[] | null {
  const covering = isRecord(observed) ? observed['covering'] : undefined;
  return Array.isArray(covering) ? covering : null;
}

function candidateFrom(shown: Shown): Candidate | null {
  if (!isRecord(shown)) return null;
  const { ruleset, broad, narrow = null, allIp, allowed, userControllable, required = null, enabled } = shown;
  if (typeof ruleset !== 'string' || ruleset === '' || typeof broad !== 'boolean' || typeof enabled !== 'boolean') {
    return null;
  }
  if (typeof allIp !== 'boolean' || !isTexts(allowed)) return null;
  if (!isFlag(userControllable) || !isFlag(narrow) || !isFlag(required)) return null;
  const networks = allowed.filter((entry) => entry.includes('/'));
  const addresses = allowed.filter((entry) => !entry.includes('/'));
  if (unusableEntry({ all: allIp, addresses, networks }) !== null) return null;
  const exact = !broad && (ruleset === VIC_ENGINE || narrow);
  return { ruleset, enabled, broad, exact, allowed: { all: allIp, addresses, networks }, userControllable, required };
}

function isFlag(shown: Shown | undefined): shown is boolean | null {
  return shown === null || typeof shown === 'boolean';
}

function isRecord(shown: Shown): shown is { readonly [key: string]: Shown } {
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown);
}

function isTexts(shown: Shown | undefined): shown is readonly string[] {
  return Array.isArray(shown) && shown.every((entry) => typeof entry === 'string');
}

/**
 * The first entry of a ruleset's list that is no IP address, or no network in CIDR notation; null when all are.
 * A host would have to guess what is meant by such an entry, so a list that holds one is neither planned nor sent.
 */
export function unusableEntry({ addresses, networks }: AllowedHosts): string | null {
  const address = addresses.find((each) => !isAddress(each));
  return address ?? networks.find((each) => !isNetwork(each)) ?? null;
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

function isNetwork(text: string): boolean {
  const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return isAddress(address) && Number(prefix) <= (isIP(address) === 4 ? 32 : 128);
}
