import type { HostSpec, HostTrouble } from '../estate/estate.ts';
import { apiVersionOf } from '../estate/expand.ts';
import { cpuFeatures, pciDevices } from './host-parts.ts';
import { INVALID_BYTE_MARK, NULL_REFERENCE_MARK } from '../wire/escape.ts';
import { arrayOf, boolean, data, dateTime, integer, since, string, type Value } from '../wire/value.ts';
import { isAtLeast } from '../wire/versions.ts';
import { aboutInfo } from './services.ts';

const GIBIBYTE = 2 ** 30;

export function hostProduct(spec: HostSpec): Value {
  return aboutInfo({
    name: 'VMware ESXi',
    version: spec.version,
    build: spec.build,
    apiVersion: apiVersionOf(spec.version),
    line: 'embeddedEsx',
    instanceUuid: null,
  });
}

/** HostHardwareSummary: vCenter still knows it of a disconnected host. */
export function hardwareSummary(spec: HostSpec, trouble: HostTrouble): Value {
  return data('HostHardwareSummary', {
    vendor: string(spec.vendor),
    model: string(spec.model),
    uuid: string(spec.uuid),
    otherIdentifyingInfo: identifyingInfo(spec, trouble),
    memorySize: integer(spec.memoryGiB * GIBIBYTE, 'long'),
    cpuModel: string(spec.cpuModel),
    cpuMhz: integer(megahertz(spec)),
    numCpuPkgs: integer(spec.cpuPackages, 'short'),
    numCpuCores: integer(spec.cpuPackages * spec.cpuCores, 'short'),
    numCpuThreads: integer(spec.cpuPackages * spec.cpuCores * 2, 'short'),
    numNics: integer(4),
    numHBAs: integer(2),
  });
}

export function hardwareInfo(spec: HostSpec, trouble: HostTrouble): Value {
  return data('HostHardwareInfo', {
    systemInfo: () => systemInfo(spec, trouble),
    cpuInfo: () =>
      data('HostCpuInfo', {
        numCpuPackages: integer(spec.cpuPackages, 'short'),
        numCpuCores: integer(spec.cpuPackages * spec.cpuCores, 'short'),
        numCpuThreads: integer(spec.cpuPackages * spec.cpuCores * 2, 'short'),
        hz: integer(megahertz(spec) * 1_000_000, 'long'),
      }),
    cpuPkg: () =>
      arrayOf(
        'HostCpuPackage',
        Array.from({ length: spec.cpuPackages }, (_, i) => cpuPackage(spec, i)),
      ),
    memorySize: integer(spec.memoryGiB * GIBIBYTE, 'long'),
    smcPresent: boolean(false),
    pciDevice: () => pciDevices(spec),
    cpuFeature: () => cpuFeatures(spec),
    biosInfo: () => biosInfo(spec),
  });
}

function systemInfo(spec: HostSpec, trouble: HostTrouble): Value {
  return data('HostSystemInfo', {
    vendor: string(spec.vendor),
    model: string(spec.model),
    uuid: string(spec.uuid),
    otherIdentifyingInfo: identifyingInfo(spec, trouble),
    serialNumber: spec.serial === '' ? undefined : since('6.7', string(spec.serial)),
  });
}

const FORBIDDEN = {
  control: 'A\u0001B\u001FC',
  invalidUtf8: `A${INVALID_BYTE_MARK}B`,
  nullReference: `A${NULL_REFERENCE_MARK}B`,
};

/** SMBIOS texts; the asset tag is where illegal characters come from in the field. */
function identifyingInfo(spec: HostSpec, { characters }: HostTrouble): Value {
  const assetTag = characters === undefined ? 'unknown' : FORBIDDEN[characters];
  const { serial, serviceTags, enclosureSerial } = spec;
  return arrayOf('HostSystemIdentificationInfo', [
    identifier('AssetTag', 'Asset Tag', assetTag),
    ...serviceTags.filter((tag) => tag !== '').map((tag) => identifier('ServiceTag', 'Service tag', tag)),
    ...(serial === '' ? [] : [identifier('SerialNumberTag', 'Serial number tag', serial)]),
    ...(enclosureSerial === null
      ? []
      : [identifier('EnclosureSerialNumberTag', 'Enclosure Serial Number Tag', enclosureSerial)]),
  ]);
}

function identifier(key: string, label: string, value: string): Value {
  return data('HostSystemIdentificationInfo', {
    identifierValue: string(value),
    identifierType: data('ElementDescription', { label: string(label), summary: string(label), key: string(key) }),
  });
}

function biosInfo(spec: HostSpec): Value {
  return data('HostBIOSInfo', {
    biosVersion: string(spec.bios.version),
    releaseDate: dateTime(Date.parse(spec.bios.date)),
    vendor: since('6.5', string(spec.vendor)),
    firmwareType: isAtLeast(spec.version, '8.0.2') ? since('8.0.2.0', string(spec.hardware.firmware)) : undefined,
  });
}

function cpuPackage(spec: HostSpec, index: number): Value {
  return data('HostCpuPackage', {
    index: integer(index, 'short'),
    vendor: string(/amd|opteron|epyc/i.test(spec.cpuModel) ? 'amd' : 'intel'),
    hz: integer(megahertz(spec) * 1_000_000, 'long'),
    busHz: integer(100_000_000, 'long'),
    description: string(spec.cpuModel),
  });
}

/** Of one core. */
export function megahertz(spec: HostSpec): number {
  const [, gigahertz] = /([\d.]+)\s*GHz/i.exec(spec.cpuModel) ?? [];
  return gigahertz === undefined ? 2400 : Math.round(Number(gigahertz) * 1000);
}
