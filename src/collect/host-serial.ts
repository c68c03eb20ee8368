import { serialIn } from '../model/hardware-identity.ts';
import { child, childrenNamed, textOf, type VimElement } from '../vim/element.ts';

/**
 * Keys of `HostSystemIdentificationInfo` that hold the serial number of the machine where `serialNumber` (6.7 and newer) is
 * missing, best first. `EnclosureSerialNumberTag` is of the chassis, which all blades in it share: it is no serial of a host.
 */
const SERIAL_KEYS = ['SerialNumberTag', 'ServiceTag'] as const;
const ENCLOSURE_KEY = 'EnclosureSerialNumberTag';

/** The serial number in a `HostSystemInfo` or `HostHardwareSummary`; null where none is told, or a placeholder alone. */
export function serialOf(hardware: VimElement | null): string | null {
  if (hardware === null) return null;
  const stated = serialIn(textOf(hardware, 'serialNumber'));
  if (stated !== null) return stated;
  const tags = tagsOf(hardware);
  const [enclosure] = tags.get(ENCLOSURE_KEY) ?? [];
  return SERIAL_KEYS.map((key) => onlyOne(tags.get(key) ?? [], enclosure)).find((serial) => serial !== null) ?? null;
}

/** Values of the identifying info by key, each once, without placeholders. */
function tagsOf(hardware: VimElement): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, string[]>();
  for (const info of childrenNamed(hardware, 'otherIdentifyingInfo')) {
    const type = child(info, 'identifierType');
    const key = type === null ? null : textOf(type, 'key')?.trim();
    const value = serialIn(textOf(info, 'identifierValue'));
    if (key === null || key === undefined || value === null) continue;
    const known = tags.get(key) ?? [];
    tags.set(key, known.includes(value) ? known : [...known, value]);
  }
  return tags;
}

/** Blades tell the tag of their chassis under the same key as their own: of two that are left, neither is known to be the host's. */
function onlyOne(values: readonly string[], enclosure: string | undefined): string | null {
  const own = values.length > 1 ? values.filter((value) => value !== enclosure) : values;
  return own.length === 1 ? (own[0] ?? null) : null;
}
