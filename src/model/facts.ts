import type { Firewall } from './firewall.ts';
import type { Host } from './host.ts';
import type { KernelSetting } from './kernel-setting.ts';
import type { Reading } from './reading.ts';

/** An advanced option as the host has it (docs/internals/wire.md 4). */
export interface AdvancedOption {
  /** `boolean`, `long`, `int`, `string`; null where the server does not say. */
  readonly type: string | null;
  readonly value: string;
}

/** One entry of `config.service` (docs/internals/wire.md 2.6). */
export interface HostService {
  readonly key: string;
  readonly label: string;
  readonly running: boolean;
  /** `on`, `off` or `automatic`; anything else that a server may say is kept. */
  readonly policy: string;
}

/** One package of the running image (`esxcli software vib list`). */
export interface Vib {
  readonly name: string;
  readonly version: string;
  readonly vendor: string | null;
  readonly acceptanceLevel: string | null;
}

/** A property fact: a text, or a list of texts, which may be empty. */
export type PropertyValue = string | readonly string[];

/** What an esxcli command answered: rows of fields, and the text of a single value. */
export interface EsxcliFacts {
  readonly rows: readonly Readonly<Record<string, string | readonly string[]>>[];
  readonly scalar: string | null;
}

/** A command that only reads. */
export interface EsxcliQuery {
  readonly command: readonly string[];
  readonly arguments: Readonly<Record<string, string>>;
}

/** What the chosen rules need to know of each host; nothing else is read. */
export interface FactDemand {
  /** Names of VMkernel settings, such as `iovDisableIR`. */
  readonly kernelSettings: ReadonlySet<string>;
  /** The rulesets and the default policy. */
  readonly firewall: boolean;
  /** Whether the firewall is on: one more call a host. */
  readonly firewallEnabled: boolean;
  /** Keys, such as `UserVars.ESXiShellTimeOut`. */
  readonly advancedOptions: ReadonlySet<string>;
  readonly services: boolean;
  /** Names of property facts. */
  readonly properties: ReadonlySet<string>;
  readonly vibs: boolean;
  /** By `esxcliKey`. */
  readonly esxcli: ReadonlyMap<string, EsxcliQuery>;
  /** Every VMkernel setting that the host has: one call that answers with some 300 rows. */
  readonly kernelList: boolean;
  /** Every advanced option that the host has: one call that answers with some 1,300. */
  readonly optionList: boolean;
}

export type KernelList = ReadonlyMap<string, KernelSetting>;
export type OptionList = ReadonlyMap<string, Reading<AdvancedOption>>;

/** Identity and state alone, which are always read. */
export const NO_DEMAND: FactDemand = {
  kernelSettings: new Set(),
  firewall: false,
  firewallEnabled: false,
  advancedOptions: new Set(),
  services: false,
  properties: new Set(),
  vibs: false,
  esxcli: new Map(),
  kernelList: false,
  optionList: false,
};

/** All that was read of one host. What was not asked for is not in a map, and null elsewhere. */
export interface HostFacts {
  readonly host: Host;
  readonly kernel: ReadonlyMap<string, Reading<KernelSetting>>;
  readonly firewall: Reading<Firewall> | null;
  readonly options: ReadonlyMap<string, Reading<AdvancedOption>>;
  readonly services: Reading<readonly HostService[]> | null;
  readonly properties: ReadonlyMap<string, Reading<PropertyValue>>;
  readonly vibs: Reading<readonly Vib[]> | null;
  readonly esxcli: ReadonlyMap<string, Reading<EsxcliFacts>>;
  /** Every VMkernel setting by name; left out when it was not asked for. */
  readonly kernelList?: Reading<KernelList>;
  /** Every advanced option by key; left out when it was not asked for. */
  readonly optionList?: Reading<OptionList>;
}

/** What is read when only a host's identity and state are. */
export function bareFacts(host: Host): HostFacts {
  return {
    host,
    kernel: new Map(),
    firewall: null,
    options: new Map(),
    services: null,
    properties: new Map(),
    vibs: null,
    esxcli: new Map(),
  };
}

/** One text for a query: equal queries are asked once. */
export function esxcliKey({ command, arguments: args }: EsxcliQuery): string {
  const given = Object.entries(args).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [command.join(' '), ...given.map(([name, value]) => `--${name}=${JSON.stringify(value)}`)].join(' ');
}
