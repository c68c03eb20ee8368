import type { Action } from './plan.ts';
import type { SingleCheck } from './rule.ts';

/** What a check is about, as one text; null for what no action changes. Two checks with the same are about one thing. */
export function thingChecked(check: SingleCheck): string | null {
  switch (check.kind) {
    case 'kernelSetting':
      return kernelThing(check.name);
    case 'advancedOption':
      return optionThing(check.key);
    case 'service':
      return `service ${check.key}`;
    case 'firewallRuleset':
      return check.key === null || check.wish.kind !== 'enabled' ? null : `ruleset ${check.key}`;
    case 'firewallAllows':
    case 'property':
    case 'release':
    case 'vib':
    case 'esxcli':
      return null;
  }
}

/** What an action changes, in the same words; null for what no check asks. */
export function thingChanged(action: Action): string | null {
  switch (action.kind) {
    case 'kernelSetting':
      return kernelThing(action.name);
    case 'advancedOption':
      return optionThing(action.key);
    case 'service':
      return `service ${action.service}`;
    case 'ruleset':
      return `ruleset ${action.ruleset}`;
    case 'allowedHosts':
      return null;
  }
}

function kernelThing(name: string): string {
  return `setting ${name}`;
}

const BOOT = 'VMkernel.Boot.';

/** Options of that prefix are the kernel settings by another way (protocol.md 4). */
function optionThing(key: string): string {
  return key.startsWith(BOOT) ? kernelThing(key.slice(BOOT.length)) : `option ${key}`;
}
