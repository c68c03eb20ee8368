import type { BootDevice } from '../../model/circumstances.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { type EsxcliRow, fieldOf } from '../../vim/esxcli.ts';
import type { HostEsxcli } from '../host-esxcli.ts';
import { problemFromError } from '../problem-from.ts';

/**
 * What the host booted from, by `esxcli system boot device get`: a network card means stateless or auto-deployed, a file
 * system alone a disk, neither a device that is not there. The fields are as documented; not witnessed on a real host.
 */
export async function readBootDevice(esxcli: HostEsxcli): Promise<Reading<BootDevice>> {
  try {
    const { rows } = await esxcli.run(['system', 'boot', 'device', 'get']);
    const [row] = rows;
    return row === undefined || rows.length > 1 ? unread(UNCLEAR) : deviceIn(row);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

const UNCLEAR = { code: 'unexpected-answer', detail: 'esxcli did not tell what the host booted from' } as const;

function deviceIn(row: EsxcliRow): Reading<BootDevice> {
  const [disk, card, stateless] = ['BootFilesystemUUID', 'BootNIC', 'StatelessBootNIC'].map(
    (name) => fieldOf(row, name)?.trim() ?? null,
  );
  if (disk === null || disk === undefined) return unread(UNCLEAR);
  if (isNamed(card) || isNamed(stateless)) return read('stateless');
  return read(isNamed(disk) ? 'disk' : 'lost');
}

function isNamed(value: string | null | undefined): boolean {
  return value !== null && value !== undefined && value !== '';
}
