import type { Reading } from './reading.ts';

/** One rule of a ruleset (docs/internals/wire.md 5.1). `endPort` null or 0 means the one port. */
export interface FirewallRule {
  readonly direction: string;
  readonly protocol: string;
  /** `src` or `dst`; null on hosts that do not tell, and then meant as `dst`. */
  readonly portType: string | null;
  readonly port: number;
  readonly endPort: number | null;
}

/** Which remote addresses a ruleset lets through. */
export interface AllowedHosts {
  readonly all: boolean;
  readonly addresses: readonly string[];
  /** CIDR notation, as read: `10.9.0.0/16`. */
  readonly networks: readonly string[];
}

export interface Ruleset {
  readonly key: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly required: boolean;
  readonly rules: readonly FirewallRule[];
  /** Null on hosts that have no allowed lists (before 5.0), and then meant as all. */
  readonly allowed: AllowedHosts | null;
  /** Null before API 8.0.2.0. */
  readonly userControllable: boolean | null;
  /** Whether people may change the allowed list; null before API 8.0.2.0. */
  readonly ipListConfigurable: boolean | null;
}

export interface Firewall {
  /** Whether the firewall is on, which only esxcli tells. */
  readonly enabled: Reading<boolean>;
  readonly outgoingBlocked: boolean | null;
  readonly incomingBlocked: boolean | null;
  readonly rulesets: readonly Ruleset[];
}
