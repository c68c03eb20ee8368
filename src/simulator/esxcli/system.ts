import { isAtLeast } from '../wire/versions.ts';
import {
  argument,
  type Command,
  CommandError,
  type CommandInput,
  type CommandResult,
  flag,
  type Row,
} from './command.ts';

/** Commands about the host as a whole (docs/internals/wire.md 3.4). */
export const SYSTEM_COMMANDS: readonly Command[] = [
  { name: 'system.version.get', help: 'Show version and build.', formatter: 'simple', parameters: [], run: version },
  { name: 'system.hostname.get', help: 'Show the host name.', formatter: 'simple', parameters: [], run: hostname },
  {
    name: 'system.stats.uptime.get',
    help: 'Show the time since boot.',
    formatter: 'simple',
    parameters: [],
    run: uptime,
  },
  {
    name: 'system.boot.device.get',
    help: 'Show what the host booted from.',
    formatter: 'simple',
    parameters: [],
    run: bootDevice,
  },
  {
    name: 'vsan.debug.resync.summary.get',
    help: 'Show how much vSAN has to bring up to date.',
    formatter: 'table:TotalNumberOfResyncingObjects,TotalBytesLeftToResync,TotalGBLeftToResync',
    parameters: [],
    run: resync,
  },
  {
    name: 'hardware.platform.get',
    help: 'Show the hardware platform.',
    formatter: 'simple',
    parameters: [],
    run: platform,
  },
  {
    name: 'storage.core.device.list',
    help: 'List storage devices.',
    formatter: 'table:Device,IsUSB,IsBootDevice,Size',
    parameters: [{ name: 'device', type: 'string', help: 'Only this one.' }],
    run: storageDevices,
  },
  {
    name: 'software.vib.list',
    help: 'List installed packages.',
    formatter: 'table:Name,Version,Vendor,AcceptanceLevel,InstallDate',
    parameters: [{ name: 'rebootingimage', type: 'boolean', help: 'Those of the image that the next boot uses.' }],
    run: packages,
  },
  {
    name: 'system.settings.advanced.list',
    help: 'List advanced options.',
    formatter: 'table:Path,Type,IntValue,StringValue',
    parameters: [
      { name: 'option', type: 'string', help: 'Only the option of this path, such as /UserVars/DcuiTimeOut.' },
    ],
    run: advanced,
  },
];

function version({ host }: CommandInput): CommandResult {
  const { spec } = host;
  const row = {
    Product: 'VMware ESXi',
    Version: spec.version,
    Build: `Releasebuild-${spec.build}`,
    Update: spec.version.split('.')[2] ?? '0',
    Patch: '0',
  };
  return { shape: 'struct', struct: 'VersionGet', row };
}

function hostname({ host }: CommandInput): CommandResult {
  const [name = '', ...domain] = host.spec.name.split('.');
  const row = { HostName: name, DomainName: domain.join('.'), FullyQualifiedDomainName: host.spec.name };
  return { shape: 'struct', struct: 'FullyQualifiedHostName', row };
}

/** In microseconds. */
function uptime({ host, world }: CommandInput): CommandResult {
  return { shape: 'scalar', type: 'xsd:long', text: String((world.now() - host.upSince) * 1000) };
}

/** A stateless host has a network card in place of a file system; one that lost its device has neither. */
function bootDevice({ host }: CommandInput): CommandResult {
  const { stateless, bootDevice: device } = host.trouble;
  const { uuid, nic, statelessNic } = host.spec.standing.bootDevice;
  const isGone = stateless === true || device === 'lost';
  const row = {
    BootFilesystemUUID: isGone ? '' : (uuid ?? fileSystemUuid(host.spec.uuid)),
    BootNIC: isGone ? '' : nic,
    StatelessBootNIC: stateless === true ? 'vmnic0' : isGone ? '' : statelessNic,
  };
  return { shape: 'struct', struct: 'SystemBootDevice', row };
}

/** The form in which file systems have them: `5f0c2b1e-8d3a4c11-9f27-3863bb44a1c0`. */
function fileSystemUuid(uuid: string): string {
  return uuid.replaceAll('-', '').replace(/^(.{8})(.{8})(.{4})/, '$1-$2-$3-');
}

/** A list, of one. */
function resync({ host }: CommandInput): CommandResult {
  if (host.cluster.config.vsan === null) throw new CommandError('vSAN Clustering is not enabled on this host');
  const objects = host.cluster.resyncing;
  const row = {
    TotalNumberOfResyncingObjects: String(objects),
    TotalBytesLeftToResync: String(objects * 1024 ** 3),
    TotalGBLeftToResync: `${objects}.00`,
  };
  return { shape: 'list', struct: 'ResyncSummary', rows: [row] };
}

function platform({ host }: CommandInput): CommandResult {
  const { spec } = host;
  const row = {
    VendorName: spec.vendor,
    ProductName: spec.model,
    SerialNumber: spec.serial,
    EnclosureSerialNumber: spec.enclosureSerial ?? spec.serial,
    UUID: `0x${spec.uuid.replaceAll('-', '').replace(/../g, '$& 0x').slice(0, -3)}`,
    BIOSAssetTag: '',
    IPMISupported: 'true',
  };
  return { shape: 'struct', struct: 'PlatformGet', row };
}

/** Nothing is listed of an image that the next boot would use when there is none. */
function packages(input: CommandInput): CommandResult {
  const { host } = input;
  const staged = flag(input, 'rebootingimage') === true;
  const { version: release } = host.spec;
  const isExtended = isAtLeast(release, '8.0');
  const struct = isExtended ? 'VIBSummaryExt' : 'VIBSummary';
  if (staged && host.trouble.stagedPatch !== true) return { shape: 'list', struct, rows: [] };
  const build = staged ? String(Number(host.spec.build) + 1000) : host.spec.build;
  const row = (name: string): Row => ({
    AcceptanceLevel: 'VMwareCertified',
    CreationDate: '2024-06-01',
    ID: `VMware_bootbank_${name}_${release}-0.0.${build}`,
    InstallDate: '2024-07-01',
    Name: name,
    ...(isExtended ? { Platforms: 'host' } : {}),
    Status: staged ? 'pending' : '',
    Vendor: 'VMware',
    Version: `${release}-0.0.${build}`,
  });
  const own = Object.entries(host.spec.hardware.packages).map(([name, { version, vendor }]): Row => ({
    ...row(name),
    AcceptanceLevel: 'PartnerSupported',
    ID: `${vendor}_bootbank_${name}_${version}`,
    Vendor: vendor,
    Version: version,
  }));
  return { shape: 'list', struct, rows: [...['cpu-microcode', 'esx-base', 'vsan'].map(row), ...own] };
}

/** The device that the host booted from, unless it has none, and one that holds virtual machines. */
function storageDevices(input: CommandInput): CommandResult {
  const { host } = input;
  const { usb, sizeMiB } = host.spec.hardware.bootDisk;
  const isGone = host.trouble.stateless === true || host.trouble.bootDevice === 'lost';
  const row = (device: string, size: number, isBoot: boolean): Row => ({
    Device: device,
    DisplayName: `Simulated Disk (${device})`,
    IsBootDevice: String(isBoot),
    IsLocal: String(isBoot),
    IsRemovable: String(isBoot && usb),
    IsSAS: 'false',
    IsSSD: 'false',
    IsUSB: String(isBoot && usb),
    Size: String(size),
  });
  const boot = usb ? 'mpx.vmhba32:C0:T0:L0' : 'naa.600508b1001c0000';
  const rows = [...(isGone ? [] : [row(boot, sizeMiB, true)]), row('naa.60003ff44dc75adc', 2_097_152, false)];
  const wanted = argument(input, 'device');
  return {
    shape: 'list',
    struct: 'ScsiDevice',
    rows: wanted === undefined ? rows : rows.filter(({ Device }) => Device === wanted),
  };
}

function advanced(input: CommandInput): CommandResult {
  const wanted = argument(input, 'option');
  const rows = [...input.host.options]
    .map(([key, { type, text }]) => {
      const path = `/${key.replaceAll('.', '/')}`;
      const number = type !== 'string';
      return {
        Path: path,
        Type: number ? 'integer' : 'string',
        IntValue: number ? text : '0',
        DefaultIntValue: number ? text : '0',
        StringValue: number ? '' : text,
        DefaultStringValue: number ? '' : text,
        Description: key,
      };
    })
    .filter(({ Path }) => wanted === undefined || Path === wanted);
  if (rows.length === 0) throw new CommandError(`Unable to find option ${wanted ?? ''}`);
  return { shape: 'list', struct: 'SettingsAdvancedOption', rows };
}
