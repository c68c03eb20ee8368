import type { Vib } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { type EsxcliRow, fieldOf } from '../vim/esxcli.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { problemFromError } from './problem-from.ts';

/** The packages of the running image, by `esxcli software vib list` (protocol.md 3.4). An image without any is no answer. */
export async function readVibs(esxcli: HostEsxcli): Promise<Reading<readonly Vib[]>> {
  try {
    const { rows } = await esxcli.run(['software', 'vib', 'list']);
    const vibs = rows.map(vibFrom);
    if (vibs.length === 0 || vibs.includes(null)) return unread(UNCLEAR);
    return read(vibs.filter((vib) => vib !== null));
  } catch (error) {
    return unread(problemFromError(error));
  }
}

const UNCLEAR = { code: 'unexpected-answer', detail: 'esxcli listed packages without their names' } as const;

function vibFrom(row: EsxcliRow): Vib | null {
  const name = fieldOf(row, 'Name');
  const version = fieldOf(row, 'Version');
  if (name === null || version === null) return null;
  return { name, version, vendor: fieldOf(row, 'Vendor'), acceptanceLevel: fieldOf(row, 'AcceptanceLevel') };
}
