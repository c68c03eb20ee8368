import type { Firewall, Ruleset } from '../../model/firewall.ts';
import type { Problem } from '../../model/problem.ts';
import { parseNetwork } from '../../model/ip-network.ts';
import { allowedList, covers, type FirewallCheck, isBroad } from './firewall-covering.ts';
import { clauseFor } from './problem-words.ts';

/** The traffic that a check asks about, in words. */
export interface Traffic {
  /** `outbound tcp/2377` */
  readonly port: string;
  /** ` to 10.1.2.3`; '' when no destination is known. */
  readonly to: string;
  /** The flag that would give the destination, such as `--vch-address`; null when the check names none. */
  readonly flag: string | null;
  /** `outbound tcp/2377 to 10.1.2.3` */
  readonly wanted: string;
}

/** What was not read although it decides whether anything is blocked at all. */
export interface UnreadGuard {
  readonly what: 'switch' | 'policy';
  readonly problem: Problem;
}

export function trafficOf(check: FirewallCheck, parameters: ReadonlyMap<string, string>): Traffic {
  const port = `${check.direction} ${check.protocol}/${check.port}`;
  const parameter = check.destinationParameter;
  const given = parameter === null ? undefined : parameters.get(parameter)?.trim();
  const known = given !== undefined && parseNetwork(given) !== null;
  const to = known ? ` ${check.direction === 'outbound' ? 'to' : 'from'} ${given}` : '';
  return { port, to, flag: parameter === null ? null : `--${parameter}`, wanted: `${port}${to}` };
}

export function unreadable(problem: Problem): string {
  return `The firewall configuration could not be read: ${clauseFor(problem)}.`;
}

export function allowed(about: Traffic, letting: readonly Ruleset[], firewall: Firewall, check: FirewallCheck): string {
  const broad = letting.filter((ruleset) => isBroad(ruleset, check));
  const more =
    broad.length === 0
      ? ''
      : ` ${namesOf(broad)} ${verb(broad, 'opens', 'open')} every ${check.direction} ${check.protocol} port.`;
  const off = firewall.enabled.kind === 'read' && !firewall.enabled.value ? ' The firewall itself is off.' : '';
  return `${rulesets(letting)} ${verb(letting, 'lets', 'let')} ${about.wanted} through.${more}${off}`;
}

export function firewallOff(about: Traffic, covering: readonly Ruleset[]): string {
  return `The firewall is off, so nothing blocks ${about.wanted} today; once it is on, ${without(about, covering)}.`;
}

export function policyOpen(about: Traffic, covering: readonly Ruleset[]): string {
  return `The default policy blocks nothing, so ${about.wanted} passes today; once it blocks, ${without(about, covering)}.`;
}

export function addressNeeded(about: Traffic, limited: readonly Ruleset[]): string {
  return `${rulesets(limited)} ${verb(limited, 'lets', 'let')} ${about.port} through to listed addresses only: give ${about.flag} to decide.`;
}

export function guardUnread(about: Traffic, covering: readonly Ruleset[], blind: UnreadGuard): string {
  const what = blind.what === 'switch' ? 'whether the firewall is on' : 'the default policy';
  return `${capital(without(about, covering))}, and ${what} could not be read: ${clauseFor(blind.problem)}.`;
}

/** Names the narrow rulesets that the host has but that are switched off: the likely cure. */
export function blocked(about: Traffic, firewall: Firewall, check: FirewallCheck): string {
  const able = firewall.rulesets.filter((ruleset) => covers(ruleset, check));
  const idle = able.filter((ruleset) => !ruleset.enabled && !isBroad(ruleset, check));
  const cure = idle.length === 0 ? '' : ` ${namesOf(idle)} would, but ${verb(idle, 'is', 'are')} switched off.`;
  return `The firewall blocks ${about.wanted}: ${without(
    about,
    able.filter((ruleset) => ruleset.enabled),
  )}.${cure}`;
}

function without(about: Traffic, covering: readonly Ruleset[]): string {
  if (covering.length === 0) return 'no enabled ruleset opens it';
  const empty = covering.every((ruleset) => allowedList(ruleset.allowed).length === 0);
  if (empty) return `the list of allowed addresses of ${namesOf(covering)} is empty`;
  return about.to === ''
    ? `${namesOf(covering)} ${verb(covering, 'opens', 'open')} it to listed addresses only`
    : `the addresses that ${namesOf(covering)} allows do not hold it`;
}

function rulesets(list: readonly Ruleset[]): string {
  return `${verb(list, 'Ruleset', 'Rulesets')} ${namesOf(list)}`;
}

function namesOf(list: readonly Ruleset[]): string {
  return list.map((ruleset) => ruleset.key).join(', ');
}

function verb(list: readonly unknown[], one: string, many: string): string {
  return list.length === 1 ? one : many;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
