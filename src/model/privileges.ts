/** What an account is to be able to do. */
export type Purpose = 'reading' | 'remediating';

/** One vSphere privilege that esxcheck uses on hosts (protocol.md 3.6 and 6.2). */
export interface PrivilegeNeed {
  readonly id: string;
  readonly purpose: Purpose;
  /**
   * `documented`: vSphere's own description of the methods names it. `presumed`: people report it; no scoped account of a
   * real vCenter was tried.
   */
  readonly basis: 'documented' | 'presumed';
  /** What it is for, in the words of the program. */
  readonly use: string;
}

/** Every privilege, in the order in which people are told of them. Remediating needs those for reading as well. */
export const PRIVILEGES: readonly PrivilegeNeed[] = [
  { id: 'System.View', purpose: 'reading', basis: 'documented', use: 'see hosts, and keep the session' },
  { id: 'System.Read', purpose: 'reading', basis: 'documented', use: 'read the properties of hosts' },
  { id: 'Host.Config.Settings', purpose: 'reading', basis: 'presumed', use: 'esxcli: kernel settings, firewall state' },
  { id: 'Host.Cim.CimInteraction', purpose: 'reading', basis: 'presumed', use: 'esxcli, by other reports' },
  { id: 'Host.Config.AdvancedConfig', purpose: 'remediating', basis: 'presumed', use: 'set advanced options' },
  { id: 'Host.Config.NetService', purpose: 'remediating', basis: 'documented', use: 'change rulesets and services' },
  { id: 'Host.Config.Maintenance', purpose: 'remediating', basis: 'documented', use: 'maintenance mode and reboot' },
  { id: 'Host.Config.Connection', purpose: 'remediating', basis: 'documented', use: 'connect a host again' },
  { id: 'Host.Config.Firmware', purpose: 'remediating', basis: 'documented', use: 'back the configuration up' },
  { id: 'Global.LogEvent', purpose: 'remediating', basis: 'documented', use: 'note changes in the events of the host' },
];

/** What an account needs for a purpose. */
export function privilegesFor(purpose: Purpose): readonly PrivilegeNeed[] {
  return purpose === 'remediating' ? PRIVILEGES : PRIVILEGES.filter((need) => need.purpose === 'reading');
}
