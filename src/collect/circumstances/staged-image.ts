import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
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

/**
 * The version of the package esx-base that the next boot brings; absent where the image is the one that runs. A list of an
 * image without that package is no whole list.
 */
export async function readStagedBase(esxcli: HostEsxcli): Promise<Reading<string>> {
  const isStaged = await readStagedImage(esxcli);
  if (isStaged.kind !== 'read') return isStaged;
  return isStaged.value ? readBase(esxcli, { rebootingimage: 'true' }) : ABSENT;
}

/** The version of the package esx-base of the running image, or of another that the arguments name. */
export async function readBase(
  esxcli: HostEsxcli,
  args: Readonly<Record<string, string>> = {},
): Promise<Reading<string>> {
  try {
    const named = listOf(await esxcli.run(LIST, args)).filter((row) => fieldOf(row, 'Name')?.trim() === BASE);
    const [version = ''] = named.map((row) => fieldOf(row, 'Version')?.trim() ?? '');
    if (named.length > 1) return unread(DOUBLED);
    return version === '' ? unread(BASELESS) : read(version);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/** Every image has it; the build of a release is that of this package. */
const BASE = 'esx-base';
const DOUBLED = { code: 'contradiction', detail: 'esxcli listed the package esx-base twice' } as const;
const BASELESS = { code: 'unexpected-answer', detail: 'esxcli listed packages without esx-base' } as const;

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
