import type { Action } from './plan.ts';

/** What an action changes, as one text; null for what no check asks. Checks of the same thing have the same key. */
export function changedResource(action: Action): string | null {
  switch (action.kind) {
    case 'kernelSetting':
      return settingKey(action.name);
    case 'advancedOption':
      return optionKey(action.key);
    case 'service':
      return `service ${action.service}`;
    case 'ruleset':
      return `ruleset ${action.ruleset}`;
    case 'allowedHosts':
      return null;
  }
}

export function settingKey(name: string): string {
  return `setting ${name}`;
}

const BOOT = 'VMkernel.Boot.';

/** Options of that prefix are the kernel settings by another way (docs/internals/wire.md 4). */
export function optionKey(key: string): string {
  return key.startsWith(BOOT) ? settingKey(key.slice(BOOT.length)) : `option ${key}`;
}
