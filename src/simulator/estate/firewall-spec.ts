export interface FirewallSpec {
  /** What `esxcli network firewall get` tells. */
  readonly enabled: boolean;
  readonly incomingBlocked: boolean;
  readonly outgoingBlocked: boolean;
  readonly rulesets: readonly RulesetSpec[];
}

export interface RulesetSpec {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly enabled: boolean;
  readonly service: string | null;
  readonly userControllable: boolean;
  readonly ipListUserConfigurable: boolean;
  readonly rules: readonly PortRule[];
  readonly allowed: Allowed;
}

export interface PortRule {
  readonly direction: 'inbound' | 'outbound';
  readonly protocol: string;
  readonly portType: 'src' | 'dst' | null;
  readonly port: number;
  readonly endPort: number | null;
}

export interface Allowed {
  readonly all: boolean;
  readonly addresses: readonly string[];
  readonly networks: readonly { readonly network: string; readonly prefixLength: number }[];
}
