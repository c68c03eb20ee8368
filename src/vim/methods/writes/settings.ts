import { type Call, type Method, methodElement } from '../../call.ts';
import type { EsxcliAnswer } from '../../esxcli.ts';
import type { Moref } from '../../moref.ts';
import { escapeXml, textElement } from '../../xml-writer.ts';
import { executeSoap } from '../esxcli.ts';

/** Which remote addresses a ruleset is to let through; networks in CIDR notation. */
interface IpList {
  readonly all: boolean;
  readonly addresses: readonly string[];
  readonly networks: readonly string[];
}

function onRuleset(method: Method, firewallSystem: Moref, parameters: string): Call<void> {
  return { method, body: methodElement(method, firewallSystem, parameters), safe: false, decode: () => {} };
}

/** Takes effect at once (docs/internals/wire.md 5.3). `key` is the ruleset's. */
export function enableRuleset(firewallSystem: Moref, key: string): Call<void> {
  return onRuleset('EnableRuleset', firewallSystem, textElement('id', key));
}

export function disableRuleset(firewallSystem: Moref, key: string): Call<void> {
  return onRuleset('DisableRuleset', firewallSystem, textElement('id', key));
}

/** Replaces the ruleset's whole list of allowed addresses. */
export function updateRuleset(firewallSystem: Moref, key: string, allowed: IpList): Call<void> {
  const addresses = allowed.addresses.map((address) => textElement('ipAddress', address));
  const list = [...addresses, ...allowed.networks.map(ipNetwork), textElement('allIp', String(allowed.all))].join('');
  const spec = `<spec><allowedHosts>${list}</allowedHosts></spec>`;
  return onRuleset('UpdateRuleset', firewallSystem, textElement('id', key) + spec);
}

function ipNetwork(cidr: string): string {
  const slash = cidr.lastIndexOf('/');
  const network = textElement('network', cidr.slice(0, slash));
  return `<ipNetwork>${network}${textElement('prefixLength', cidr.slice(slash + 1))}</ipNetwork>`;
}

/** `esxcli system settings kernel set`: changes Configured alone and answers `true` (docs/internals/wire.md 3.4). */
export function setKernelSetting(executer: Moref, setting: string, value: string): Call<EsxcliAnswer> {
  const words = ['system', 'settings', 'kernel', 'set'];
  return executeSoap(executer, { words, arguments: { setting, value }, safe: false });
}

/** Types that an advanced option can have, as XML Schema names them (docs/internals/wire.md 4). */
export type OptionType = 'string' | 'long' | 'int' | 'boolean';

export interface OptionChange {
  readonly key: string;
  /** Exactly the type that the host has the option in. */
  readonly type: OptionType;
  readonly value: string;
}

/** Changes one advanced option; one a call, since it is not known whether a refused call leaves some applied. */
export function updateOption(manager: Moref, { key, type, value }: OptionChange): Call<void> {
  const method = 'UpdateOptions';
  const typed = `<value xsi:type="xsd:${type}">${escapeXml(value)}</value>`;
  const change = `<changedValue xsi:type="OptionValue">${textElement('key', key)}${typed}</changedValue>`;
  return { method, body: methodElement(method, manager, change), safe: false, decode: () => {} };
}

function onService(method: Method, serviceSystem: Moref, parameters: string): Call<void> {
  return { method, body: methodElement(method, serviceSystem, parameters), safe: false, decode: () => {} };
}

/** Faults with InvalidState when it runs already (docs/internals/wire.md 5.3). `key` is the service's, such as `ntpd`. */
export function startService(serviceSystem: Moref, key: string): Call<void> {
  return onService('StartService', serviceSystem, textElement('id', key));
}

/** Faults with InvalidState when it does not run. */
export function stopService(serviceSystem: Moref, key: string): Call<void> {
  return onService('StopService', serviceSystem, textElement('id', key));
}

/** Whether the service starts with the host: `on`, `off` or `automatic`. */
export function updateServicePolicy(serviceSystem: Moref, key: string, policy: string): Call<void> {
  return onService('UpdateServicePolicy', serviceSystem, textElement('id', key) + textElement('policy', policy));
}
