import type { KernelValues } from './estate.ts';

/** Builds whose default of iovDisableIR is TRUE (domain.md 3): from the patches of 2016-Q4 until they were revised. */
const REMAPPING_OFF_BY_DEFAULT = new Set(['4722766', '5230635', '4600944', '5050593', '5224934', '4564106', '4887370']);

/** Name, type, default and a description in our own words. */
const SETTINGS: readonly (readonly [string, string, string, string])[] = [
  ['acpiDbgLevel', 'uint32', '0', 'Level of ACPI debug messages.'],
  ['allowCoreDumpOnUsb', 'Bool', 'FALSE', 'Allow core dumps on USB devices.'],
  ['auditMode', 'Bool', 'FALSE', 'Boot into audit mode.'],
  ['autoCreateDumpFile', 'Bool', 'TRUE', 'Create a dump file at start where there is no dump partition.'],
  ['autoPartition', 'Bool', 'FALSE', 'Partition empty local disks at start.'],
  ['bootDeviceRescanTimeout', 'uint32', '1', 'Minutes to look for the boot device.'],
  ['coresPerPkg', 'uint32', '0', 'Cores per package to assume; 0 detects them.'],
  ['disableACSCheck', 'Bool', 'FALSE', 'Disable the check of PCIe access control.'],
  ['disableHwrng', 'Bool', 'FALSE', 'Do not use the hardware random number generator.'],
  ['execInstalledOnly', 'Bool', 'FALSE', 'Run installed files alone.'],
  ['hyperthreading', 'Bool', 'TRUE', 'Use hyper-threading.'],
  ['hyperthreadingMitigation', 'Bool', 'FALSE', 'Keep threads of different guests off one core.'],
  ['iovDisableIR', 'Bool', 'FALSE', 'Disable Interrupt Remapping in the IOMMU.'],
  ['ipmiEnabled', 'Bool', 'TRUE', 'Use the IPMI device.'],
  ['maxPCIESBusNum', 'uint32', '255', 'Largest PCI bus number.'],
  ['maxVMs', 'uint32', '0', 'Most virtual machines; 0 decides by itself.'],
  ['netNetqueueEnabled', 'Bool', 'TRUE', 'Use several queues for network adapters.'],
  ['netPktHeapMaxMBPerGB', 'uint32', '6', 'Packet heap in MB for each GB of memory.'],
  ['nicHbaAlloc', 'Bool', 'FALSE', 'Spread adapters over NUMA nodes.'],
  ['pcipDisablePciErrReporting', 'Bool', 'TRUE', 'Do not report PCI errors for passthrough devices.'],
  ['skipPartitioningSsds', 'Bool', 'FALSE', 'Leave empty SSDs alone at start.'],
  ['timerEnableTSC', 'Bool', 'TRUE', 'Use the time stamp counter.'],
  ['vtdSuperPages', 'Bool', 'TRUE', 'Use large pages in VT-d.'],
];

/** The kernel settings of a build, each at its default. */
export function kernelSettingsOf(build: string): ReadonlyMap<string, KernelValues> {
  const known = byBuild.get(build);
  if (known !== undefined) return known;
  const settings = new Map(
    SETTINGS.map(([name, type, value, description]) => {
      const initial = name === 'iovDisableIR' && REMAPPING_OFF_BY_DEFAULT.has(build) ? 'TRUE' : value;
      return [name, { type, default: initial, configured: initial, runtime: initial, description }];
    }),
  );
  byBuild.set(build, settings);
  return settings;
}

const byBuild = new Map<string, ReadonlyMap<string, KernelValues>>();
