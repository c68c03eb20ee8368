import type { Vib } from '../model/facts.ts';
import { ABSENT, read, type Reading } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import type { Judgement } from './judgement.ts';
import { judgeValue } from './value-check.ts';

type VibCheck = Extract<Check, { kind: 'vib' }>;

/** Judges the version of a package of the running image: driver and firmware advisories are written so. */
export function judgeVib({ name, vendor, operator }: VibCheck, reading: Reading<readonly Vib[]>): Judgement {
  return judgeValue({
    subject: `VIB ${name}`,
    operator,
    type: 'version',
    reading: versionIn(reading, name, vendor),
    lacking: `The VIB ${name}${vendor === null ? '' : ` of ${vendor}`} is not installed.`,
  });
}

function versionIn(reading: Reading<readonly Vib[]>, name: string, vendor: string | null): Reading<string> {
  if (reading.kind !== 'read') return reading.kind === 'unread' ? reading : NOT_LISTED;
  const named = reading.value.filter((vib) => vib.name === name);
  const found = named.find((vib) => vendor === null || vib.vendor === vendor);
  if (found !== undefined) return read(found.version);
  return named.some((vib) => vib.vendor === null) ? VENDOR_UNTOLD : ABSENT;
}

const VENDOR_UNTOLD: Reading<never> = {
  kind: 'unread',
  problem: { code: 'not-reported', detail: 'the host did not tell the vendor of the package' },
};

/** A host has an image, so that a list of packages which is not there was not told. */
const NOT_LISTED: Reading<never> = {
  kind: 'unread',
  problem: { code: 'not-reported', detail: 'the host did not list its packages' },
};
