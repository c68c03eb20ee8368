/** What an account is to be able to do. */
export type Purpose = 'reading' | 'remediating';

/** One vSphere privilege that esxcheck uses on hosts (docs/privileges.md). */
export interface PrivilegeNeed {
  readonly id: string;
  readonly purpose: Purpose;
  /**
   * `documented`: vSphere's own description of the methods names it. `measured`: an ESXi 6.7 asks for it; what vCenter asks for
   * on the way, and other releases, is not known. Neither was tried with a scoped account of a real vCenter.
   */
  readonly basis: 'documented' | 'measured';
  /** What it is for, in the words of the program. */
  readonly use: string;
}

/** Every privilege, in the order in which people are told of them. Remediating needs those for reading as well. */
export const PRIVILEGES: readonly PrivilegeNeed[] = [
  { id: 'System.View', purpose: 'reading', basis: 'documented', use: 'see hosts, and keep the session' },
  {
    id: 'System.Read',
    purpose: 'reading',
    basis: 'documented',
    use: 'properties of hosts; esxcli system and network: kernel settings, firewall state',
  },
  {
    id: 'Global.Settings',
    purpose: 'reading',
    basis: 'measured',
    use: 'esxcli software: packages, acceptance level, a staged image',
  },
  {
    id: 'Host.Config.AdvancedConfig',
    purpose: 'remediating',
    basis: 'measured',
    use: 'set kernel settings and advanced options',
  },
  { id: 'Host.Config.NetService', purpose: 'remediating', basis: 'documented', use: 'change rulesets and services' },
  { id: 'Host.Config.Maintenance', purpose: 'remediating', basis: 'documented', use: 'maintenance mode and reboot' },
  { id: 'Host.Config.Connection', purpose: 'remediating', basis: 'documented', use: 'connect a host again' },
  { id: 'Host.Config.Firmware', purpose: 'remediating', basis: 'documented', use: 'back the configuration up' },
  { id: 'Global.LogEvent', purpose: 'remediating', basis: 'documented', use: 'note changes in the events of the host' },
];

/** What an account needs for a purpose, whatever rules are chosen. */
export function privilegesFor(purpose: Purpose): readonly PrivilegeNeed[] {
  return purpose === 'remediating' ? PRIVILEGES : PRIVILEGES.filter((need) => need.purpose === 'reading');
}

/**
 * What ESXi 6.7 (build 8169922) asks of whoever runs a command that ends in `get` or `list`, by the first words of the command;
 * the longest match holds. Read from the definitions that the host itself goes by. Whether vCenter asks for more on the way,
 * and whether other releases ask for the same, is not known.
 */
const BY_PREFIX: Readonly<Record<string, string>> = {
  '': 'Global.Settings',
  esxcli: 'System.View',
  system: 'System.Read',
  'system account': 'Global.Settings',
  'system permission': 'Global.Settings',
  hardware: 'Host.Config.Settings',
  network: 'System.Read',
  'storage core': 'System.Read',
  'storage filesystem': 'System.Read',
  'storage nmp': 'System.Read',
  'storage vmfs': 'System.Read',
  'storage nfs': 'System.Read',
  iscsi: 'System.Read',
  fcoe: 'System.Read',
  'vm process list': 'System.View',
  license: 'Global.Licenses',
};

/** The privilege for a reading command, such as `['software', 'vib', 'list']`. */
export function privilegeToRead(words: readonly string[]): string {
  for (let length = words.length; length >= 0; length -= 1) {
    const privilege = BY_PREFIX[words.slice(0, length).join(' ')];
    if (privilege !== undefined) return privilege;
  }
  return 'Global.Settings';
}
