import type { Remedy } from '../model/rule.ts';

/** Ways into a host, and what keeps code out of it: told, and never changed by a machine (design.md 8). */
const SERVICES = /^(?:TSM|TSM-SSH|DCUI|vpxa|hostd)$/i;
const OPTIONS = /^Security\.|^DCUI\.Access$|execInstalledOnly$|esxAdminsGroup/i;
const SETTINGS = /execInstalledOnly$/i;
const RULESETS = /^(?:sshServer|sshClient|vSphereClient|webAccess)$/i;
/** The door of the managed object browser may be shut by a machine, not opened. */
const BROWSER = /\.enableMob$/i;

/** What the remedy would change although no machine should, by name; null when it may. */
export function neverRemedied(remedy: Remedy): string | null {
  switch (remedy.kind) {
    case 'service':
      return SERVICES.test(remedy.key) ? remedy.key : null;
    case 'advancedOption':
      return OPTIONS.test(remedy.key) || opensBrowser(remedy) ? remedy.key : null;
    case 'kernelSetting':
      return SETTINGS.test(remedy.name) ? remedy.name : null;
    case 'firewallRuleset':
      return RULESETS.test(remedy.key) ? remedy.key : null;
    case 'firewallAllows':
      return null;
  }
}

function opensBrowser({ key, value }: Extract<Remedy, { kind: 'advancedOption' }>): boolean {
  return BROWSER.test(key) && !/^(?:false|0)$/i.test(value);
}
