import type { Remedy } from '../model/rule.ts';

/** Ways into a host, and what keeps code out of it: told, and never changed by a machine (design.md 8). */
const SERVICES = new Set(['TSM', 'TSM-SSH', 'DCUI']);
const OPTIONS = /^(?:Security\.|DCUI\.Access$|VMkernel\.Boot\.execInstalledOnly$)/i;
const SETTINGS = /^execInstalledOnly$/i;

/** What the remedy would change although no machine should, by name; null when it may. */
export function neverRemedied(remedy: Remedy): string | null {
  switch (remedy.kind) {
    case 'service':
      return SERVICES.has(remedy.key) ? remedy.key : null;
    case 'advancedOption':
      return OPTIONS.test(remedy.key) ? remedy.key : null;
    case 'kernelSetting':
      return SETTINGS.test(remedy.name) ? remedy.name : null;
    case 'firewallRuleset':
    case 'firewallAllows':
      return null;
  }
}
