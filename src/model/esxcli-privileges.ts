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
