import type { Remedy } from '../../src/model/check.ts';
import { escapeControlCharacters } from '../text/cells.ts';

/* oxlint-disable typescript/consistent-return -- the switch is exhaustive, which the compiler and the linter check */

/** `iovDisableIR=FALSE`, harmless; null where it is no kernel setting that would be set. */
export function settingText(remedy: Remedy | null): string | null {
  return remedy?.kind === 'kernelSetting' ? escapeControlCharacters(`${remedy.name}=${remedy.value}`) : null;
}

/** What a remedy does, in harmless words. */
export function remedyText(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'kernelSetting':
      return `Set ${settingText(remedy)}`;
    case 'advancedOption':
      return escapeControlCharacters(`Set ${remedy.key}=${remedy.value === '' ? '(empty)' : remedy.value}`);
    case 'firewallAllows':
      return 'Open the port in the firewall of the host';
    case 'firewallRuleset':
      return escapeControlCharacters(`${remedy.enabled ? 'Enable' : 'Disable'} firewall ruleset ${remedy.key}`);
    case 'service':
      return escapeControlCharacters(`${serviceText(remedy)} service ${remedy.key}`);
  }
}

function serviceText({ running, policy }: Extract<Remedy, { kind: 'service' }>): string {
  const deeds = [
    ...(running === null ? [] : [running ? 'start' : 'stop']),
    ...(policy === null ? [] : [`set policy ${policy} for`]),
  ].join(' and ');
  return `${deeds.charAt(0).toUpperCase()}${deeds.slice(1)}`;
}
