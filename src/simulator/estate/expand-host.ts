import { createHash } from 'node:crypto';
import type { HostSpec, HostTrouble, KernelValues, OptionValue, ServiceSpec } from './estate.ts';
import { expandFirewall } from './expand-firewall.ts';
import { expandDevices, expandStanding, expandVms } from './expand-surroundings.ts';
import { expandAccess } from './access.ts';
import { expandHardware } from './hardware.ts';
import { labelsOf } from './labels.ts';
import { expandFound } from './ownership.ts';
import { expandProtection } from './protection.ts';
import type { HostTemplate } from './schema.ts';
import { kernelSettingsOf, optionsOf } from './settings.ts';

const PLAIN_HOST = {
  vendor: 'HPE',
  model: 'ProLiant DL380 Gen10',
  cpuModel: 'Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz',
  version: '8.0.3',
  build: '24022510',
} as const;

/** Booted on one of the first days of 2026, so that tests do not hang on the day they run. */
const FIRST_BOOT = Date.UTC(2026, 0, 4, 5, 30);

/** One host with every default filled in; the same name always gives the same identity. */
export function expandHost(name: string, layers: readonly (HostTemplate | undefined)[]): HostSpec {
  const file = layers.reduce<HostTemplate>((lower, upper) => merge(lower, upper ?? {}), {});
  const seed = createHash('sha256').update(name).digest();
  const build = file.build ?? PLAIN_HOST.build;
  const version = file.version ?? PLAIN_HOST.version;
  const serial = file.serial ?? `CZ${seed.toString('hex', 16, 20).toUpperCase()}`;
  return {
    name,
    vendor: file.vendor ?? PLAIN_HOST.vendor,
    model: file.model ?? PLAIN_HOST.model,
    cpuModel: file.cpuModel ?? PLAIN_HOST.cpuModel,
    cpuPackages: file.cpuPackages ?? 2,
    cpuCores: file.cpuCores ?? 16,
    memoryGiB: file.memoryGiB ?? 256,
    bios: { version: file.bios?.version ?? 'U30', date: file.bios?.date ?? '2024-05-16' },
    uuid: file.uuid ?? uuidFrom(seed),
    serial,
    serviceTags: file.serviceTags ?? [serial],
    enclosureSerial: file.enclosureSerial ?? null,
    version,
    build,
    connection: file.connection ?? 'connected',
    maintenance: file.maintenance ?? false,
    bootTime: file.bootTime === undefined ? FIRST_BOOT + seed.readUInt16BE(20) * 1000 : Date.parse(file.bootTime),
    kernel: kernel({ build, version }, file.kernel ?? {}),
    options: options(version, { ...scratchOf(file), ...file.options }),
    protection: expandProtection(file),
    access: expandAccess(file),
    hardware: expandHardware(file),
    firewall: expandFirewall(version, file.firewall),
    services: services(file.services ?? {}),
    managementServerIp: file.managementServerIp ?? null,
    evacuates: file.evacuates ?? true,
    reboot: file.reboot ?? 'returns',
    unknownKernelSetting: file.unknownKernelSetting ?? 'fault',
    devices: expandDevices(file),
    vms: expandVms(file),
    standing: expandStanding(file),
    labels: labelsOf(file),
    found: expandFound(file),
    trouble: (file.trouble ?? {}) as HostTrouble,
  };
}

/** The upper layer wins; maps are joined key by key, and so are the members of a map's values. */
function merge<T>(lower: T, upper: T): T {
  if (!isMap(lower) || !isMap(upper)) return upper;
  const joined = new Map<string, unknown>(Object.entries(lower));
  for (const [key, value] of Object.entries(upper)) {
    if (value !== undefined) joined.set(key, joined.has(key) ? merge(joined.get(key), value) : value);
  }
  return Object.fromEntries(joined) as T;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function uuidFrom(seed: Buffer): string {
  const hex = seed.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

/** Configured follows Default and Runtime follows Configured, where the file does not say. */
function kernel(
  { build, version }: Pick<HostSpec, 'build' | 'version'>,
  file: NonNullable<HostTemplate['kernel']>,
): ReadonlyMap<string, KernelValues> {
  const shipped = kernelSettingsOf(build, version);
  if (Object.keys(file).length === 0) return shipped;
  const settings = new Map(shipped);
  for (const [name, given] of Object.entries(file)) {
    const values = typeof given === 'string' ? { configured: given } : given;
    const base = shipped.get(name);
    const initial = values.default ?? base?.default ?? values.configured ?? '';
    const configured = values.configured ?? initial;
    settings.set(name, {
      type: values.type ?? base?.type ?? 'Bool',
      default: initial,
      configured,
      runtime: values.runtime ?? configured,
      description: values.description ?? base?.description ?? '',
    });
  }
  return settings;
}

/** Logs that do not last lie below a scratch location that does not. */
function scratchOf({ persistentLogs }: HostTemplate): NonNullable<HostTemplate['options']> {
  return persistentLogs === false ? { 'ScratchConfig.CurrentScratchLocation': '/tmp/scratch' } : {};
}

/** A null takes an option away. */
function options(version: string, file: NonNullable<HostTemplate['options']>): ReadonlyMap<string, OptionValue> {
  const shipped = optionsOf(version);
  if (Object.keys(file).length === 0) return shipped;
  const all = new Map(shipped);
  for (const [key, given] of Object.entries(file)) {
    if (given === null) all.delete(key);
    else all.set(key, optionFrom(given, shipped.get(key)));
  }
  return all;
}

/** A plain value has the type that the option ships with, or else the one that it looks like. */
function optionFrom(
  given: NonNullable<NonNullable<HostTemplate['options']>[string]>,
  shipped?: OptionValue,
): OptionValue {
  if (typeof given === 'object') return { type: given.type, text: String(given.value) };
  return { ...plainOption(given), ...(shipped === undefined ? {} : { type: shipped.type }) };
}

function plainOption(value: string | number | boolean): OptionValue {
  const type = typeof value === 'number' ? 'long' : typeof value === 'boolean' ? 'boolean' : 'string';
  return { type, text: String(value) };
}

function services(file: NonNullable<HostTemplate['services']>): readonly ServiceSpec[] {
  if (Object.keys(file).length === 0) return SERVICES;
  const all = new Map(SERVICES.map((service) => [service.key, service]));
  for (const [key, given] of Object.entries(file)) {
    const base = all.get(key);
    all.set(key, {
      key,
      label: given.label ?? base?.label ?? key,
      required: given.required ?? base?.required ?? false,
      running: given.running ?? base?.running ?? false,
      policy: given.policy ?? base?.policy ?? 'off',
      ruleset: base?.ruleset ?? null,
    });
  }
  return [...all.values()];
}

const ROWS: readonly (readonly [string, string, string, string?])[] = [
  ['DCUI', 'Direct Console UI', 'running on'],
  ['TSM', 'ESXi Shell', 'stopped off'],
  ['TSM-SSH', 'SSH', 'stopped off'],
  ['lbtd', 'Load-Based Teaming Daemon', 'running on'],
  ['lwsmd', 'Active Directory Service', 'stopped off'],
  ['ntpd', 'NTP Daemon', 'running on'],
  ['pcscd', 'PC/SC Smart Card Daemon', 'stopped off'],
  ['sfcbd-watchdog', 'CIM Server', 'stopped on'],
  ['slpd', 'slpd', 'stopped off'],
  ['snmpd', 'SNMP Server', 'stopped on'],
  ['vmsyslogd', 'Syslog Server', 'running on'],
  ['vpxa', 'VMware vCenter Agent', 'running on', 'vpxHeartbeats'],
  ['xorg', 'X.Org Server', 'stopped on'],
];

/** The services of a host after installation. */
const SERVICES: readonly ServiceSpec[] = ROWS.map(([key, label, state, ruleset]) => ({
  key,
  label,
  required: key === 'vmsyslogd',
  running: state.startsWith('running'),
  policy: state.endsWith('on') ? 'on' : 'off',
  ruleset: ruleset ?? null,
}));
