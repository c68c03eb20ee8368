import type { Vib } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { type EsxcliRow, fieldOf, listOf } from '../vim/esxcli.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { problemFromError } from './problem-from.ts';

/**
 * The packages of the running image, by `esxcli software vib list` (protocol.md 3.4). An image without any is no answer, and
 * no package is in an image twice.
 */
export async function readVibs(esxcli: HostEsxcli): Promise<Reading<readonly Vib[]>> {
  try {
    const vibs = listOf(await esxcli.run(['software', 'vib', 'list'])).map(vibFrom);
    if (vibs.length === 0 || vibs.includes(null)) return unread(UNCLEAR);
    const whole = vibs.filter((vib) => vib !== null);
    return new Set(whole.map(({ name }) => name)).size < whole.length ? unread(DOUBLED) : read(whole);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

const UNCLEAR = { code: 'unexpected-answer', detail: 'esxcli listed packages without their names' } as const;
const DOUBLED = { code: 'contradiction', detail: 'esxcli listed a package twice' } as const;

function vibFrom(row: EsxcliRow): Vib | null {
  const [name, version, vendor, acceptanceLevel] = ['Name', 'Version', 'Vendor', 'AcceptanceLevel'].map(
    (field) => fieldOf(row, field)?.trim() || null,
  );
  if (name === null || name === undefined || version === null || version === undefined) return null;
  return { name, version, vendor: vendor ?? null, acceptanceLevel: acceptanceLevel ?? null };
}
