/**
 * What hostd asks for a command, by the longest prefix of its words: for `list` and `get`, and for everything else.
 * Measured on ESXi 6.7.0; what vCenter asks on the way there is not known.
 */
const BY_PREFIX: Readonly<Record<string, readonly [reading: string, other: string]>> = {
  '': ['Global.Settings', 'Global.Settings'],
  esxcli: ['System.View', 'System.View'],
  system: ['System.Read', 'Host.Config.Settings'],
  'system.settings': ['System.Read', 'Host.Config.AdvancedConfig'],
  'system.coredump': ['System.Read', 'Host.Config.Storage'],
  'system.account': ['Global.Settings', 'Global.Settings'],
  'system.permission': ['Global.Settings', 'Global.Settings'],
  hardware: ['Host.Config.Settings', 'Host.Config.Settings'],
  network: ['System.Read', 'Host.Config.Network'],
  'storage.core': ['System.Read', 'Host.Config.Storage'],
  'storage.filesystem': ['System.Read', 'Host.Config.Storage'],
  'storage.nmp': ['System.Read', 'Host.Config.Storage'],
  'storage.vmfs': ['System.Read', 'Host.Config.Storage'],
  'storage.nfs': ['System.Read', 'Host.Config.Storage'],
  iscsi: ['System.Read', 'Host.Config.Storage'],
  fcoe: ['System.Read', 'Host.Config.Storage'],
  'vm.process.list': ['System.View', 'System.View'],
  'vm.process.kill': ['VirtualMachine.Interact.PowerOff', 'VirtualMachine.Interact.PowerOff'],
  license: ['Global.Licenses', 'Global.Licenses'],
};

/** The privilege that a command such as `software.vib.list` takes. */
export function privilegeOf(command: string): string {
  const words = command.split('.');
  const reads = /^(list|get)/.test(words.at(-1) ?? '');
  for (let length = words.length; length >= 0; length -= 1) {
    const found = BY_PREFIX[words.slice(0, length).join('.')];
    if (found !== undefined) return found[reads ? 0 : 1];
  }
  throw new Error(`no privilege stands for ${command}`);
}
