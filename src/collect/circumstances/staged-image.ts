import { read, type Reading, unread } from '../../model/reading.ts';
import { type EsxcliRow, fieldOf, listOf } from '../../vim/esxcli.ts';
import { problemFromError } from '../answer-problem.ts';
import type { HostEsxcli } from '../host-esxcli.ts';

const LIST = ['software', 'vib', 'list'] as const;

/**
 * Whether the next boot is another image than the one that runs: the packages of the rebooting image against those of the
 * running one. A list without any row, which is the answer unless the bootbank was changed, or the same packages: nothing
 * is staged. What vLCM stages is not listed, and does not boot (docs/internals/wire.md 10). Not witnessed on a real host.
 */
export async function readStagedImage(esxcli: HostEsxcli): Promise<Reading<boolean>> {
  try {
    const staged = packagesOf(listOf(await esxcli.run(LIST, { rebootingimage: 'true' })));
    if (staged?.size === 0) return read(false);
    const running = packagesOf(listOf(await esxcli.run(LIST)));
    if (staged === null || running === null || running.size === 0) return unread(UNCLEAR);
    return read(!isSameSet(staged, running));
  } catch (error) {
    return unread(problemFromError(error));
  }
}

const UNCLEAR = {
  code: 'unexpected-answer',
  detail: 'esxcli listed packages without the names that tell them apart',
} as const;

/** Names with versions; null as soon as one cannot be told. */
function packagesOf(rows: readonly EsxcliRow[]): ReadonlySet<string> | null {
  const ids = rows.map(packageOf);
  return ids.includes(null) ? null : new Set(ids.filter((id) => id !== null));
}

function packageOf(row: EsxcliRow): string | null {
  const name = fieldOf(row, 'Name')?.trim() ?? '';
  const version = fieldOf(row, 'Version')?.trim() ?? '';
  return name === '' || version === '' ? null : `${name} ${version}`;
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}
