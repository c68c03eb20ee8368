import type { AdvancedOption, EsxcliFacts, HostService, PropertyValue, Vib } from '../model/facts.ts';
import type { AllowedHosts, Firewall, FirewallRule, Ruleset } from '../model/firewall.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { problem, reading } from './reading-shape.ts';
import { flag, list, named, oneOf, orNull, record, type Shape, text, whole } from './shape.ts';

export const kernelSetting = record<KernelSetting>({
  type: orNull(text),
  default: orNull(text),
  configured: orNull(text),
  runtime: orNull(text),
  source: oneOf('esxcli', 'advanced-option'),
  problem: orNull(problem),
});

const rule = record<FirewallRule>({
  direction: text,
  protocol: text,
  portType: orNull(text),
  port: whole,
  endPort: orNull(whole),
});

export const ruleset = record<Ruleset>({
  key: text,
  label: text,
  enabled: flag,
  required: flag,
  rules: list(rule),
  allowed: orNull(record<AllowedHosts>({ all: flag, addresses: list(text), networks: list(text) })),
  userControllable: orNull(flag),
  ipListConfigurable: orNull(flag),
});

/** Rulesets are given by the caller, who may share them among hosts. */
export function firewallOf(rulesets: Shape<Ruleset>): Shape<Firewall> {
  return record<Firewall>({
    enabled: reading(flag),
    outgoingBlocked: orNull(flag),
    incomingBlocked: orNull(flag),
    rulesets: list(rulesets),
  });
}

export const option = record<AdvancedOption>({ type: orNull(text), value: text });

export const service = record<HostService>({ key: text, label: text, running: flag, policy: text });

export const property: Shape<PropertyValue> = (value) => (Array.isArray(value) ? list(text)(value) : text(value));

export const vib = record<Vib>({
  name: text,
  version: text,
  vendor: orNull(text),
  acceptanceLevel: orNull(text),
});

type Row = EsxcliFacts['rows'][number];

const fields = named(property);

/** A field named `__proto__` becomes a field like any other. */
const row: Shape<Row> = (value) => Object.fromEntries(fields(value));

export const answer = record<EsxcliFacts>({ rows: list(row), scalar: orNull(text) });
