/**
 * Ways into a host, and what keeps code out of it: reported, and never changed by a machine (docs/internals/design.md 8). A rule
 * that has a remedy for one of them is refused.
 */
export const DENIED_SERVICES = /^(?:TSM|TSM-SSH|DCUI|vpxa|hostd)$/i;
export const DENIED_OPTIONS = /^Security\.|^DCUI\.Access$|execInstalledOnly$|esxAdminsGroup/i;
export const DENIED_SETTINGS = /execInstalledOnly$/i;
export const DENIED_RULESETS = /^(?:sshServer|sshClient|vSphereClient|webAccess)$/i;

/** The door of the managed object browser may be shut by a machine, not opened. */
export function opensObjectBrowser(key: string, value: string): boolean {
  return /\.enableMob$/i.test(key) && !/^(?:false|0)$/i.test(value);
}

/** The name that is denied; null when the remedy may have it. */
export function deniedName(names: RegExp, name: string): string | null {
  return names.test(name) ? name : null;
}
