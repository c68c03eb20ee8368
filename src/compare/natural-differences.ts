import type { ComparedPart } from '../model/comparison.ts';

/** Something that hosts have differently because they are not one host, or that is compared elsewhere. */
export interface NaturalDifference {
  readonly part: ComparedPart;
  /** The key, or its beginning where it ends in `*`. */
  readonly key: string;
  /** Only where both values are such: a scratch location in memory is not one on a volume. Left out: whatever they are. */
  readonly both?: RegExp;
  readonly reason: string;
}

/** A folder of a volume, by its name or its id. */
const ON_A_VOLUME = /^(?:\/vmfs\/volumes\/[^/]+|\[[^\]]+\])/;

/** All that is left out, each with its reason. Keys as ESXi 8.0.3 lists them; nothing else is. */
export const NATURAL_DIFFERENCES: readonly NaturalDifference[] = [
  { part: 'options', key: 'Misc.HostName', reason: 'the name of the host itself' },
  { part: 'options', key: 'Misc.PreferredHostName', reason: 'the name of the host itself' },
  { part: 'options', key: 'Misc.HostIPAddr', reason: 'the address of the host itself' },
  { part: 'options', key: 'Misc.PreferredHostIPAddr', reason: 'the address of the host itself' },
  { part: 'options', key: 'Vpx.Vpxa.config.host_ip', reason: 'the address of the host itself' },
  { part: 'options', key: 'Vpx.Vpxa.config.host_key', reason: 'what vCenter calls the host' },
  { part: 'options', key: 'Vpx.Vpxa.config.server_ip', reason: 'the vCenter that manages the host' },
  {
    part: 'options',
    key: 'ScratchConfig.ConfiguredScratchLocation',
    both: ON_A_VOLUME,
    reason: 'a volume of the host itself',
  },
  {
    part: 'options',
    key: 'ScratchConfig.CurrentScratchLocation',
    both: ON_A_VOLUME,
    reason: 'a volume of the host itself',
  },
  { part: 'options', key: 'OSData.configuredLocation', both: ON_A_VOLUME, reason: 'a volume of the host itself' },
  { part: 'options', key: 'Syslog.global.logDir', both: ON_A_VOLUME, reason: 'a volume of the host itself' },
  {
    part: 'options',
    key: 'Syslog.global.auditRecord.storageDirectory',
    both: ON_A_VOLUME,
    reason: 'a volume of the host itself',
  },
  { part: 'options', key: 'VMkernel.Boot.*', reason: 'compared among the kernel settings' },
];

/** Why something differs by nature; null where it does not. Values that are not there are null. */
export function naturalReason(
  { part, key }: { readonly part: ComparedPart; readonly key: string },
  values: readonly (string | null)[],
): string | null {
  const found = NATURAL_DIFFERENCES.find((each) => each.part === part && isKey(each.key, key));
  if (found === undefined) return null;
  const { both } = found;
  return both === undefined || values.every((value) => value !== null && both.test(value)) ? found.reason : null;
}

function isKey(pattern: string, key: string): boolean {
  return pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}
