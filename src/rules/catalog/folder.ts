import { join } from 'node:path';
import type { CertifiedModel, Release, SupportedLine } from '../../model/catalog.ts';
import {
  type MeasuredDefaults,
  parseCertified,
  parseDefaults,
  parseLabDependent,
  parseMeasured,
  parseTracked,
  type TrackedDefault,
} from './known-defaults.ts';
import { parseLifecycle } from './lifecycle.ts';
import { parseReleases } from './releases.ts';
import { catalogText } from './rows.ts';

/** Everything that `rules/catalog` holds. */
export interface CatalogFolder {
  readonly releases: readonly Release[];
  readonly measuredDefaults: MeasuredDefaults;
  /** VMkernel settings that some measured release has, by name. */
  readonly settingNames: readonly string[];
  readonly tracked: readonly TrackedDefault[];
  readonly labDependent: ReadonlySet<string>;
  readonly certified: readonly CertifiedModel[];
  readonly lifecycle: readonly SupportedLine[];
}

/** Reads the folder `rules/catalog`. Throws CATALOG_INVALID with the file and the line that is wrong. */
export async function loadCatalogFolder(folder: string): Promise<CatalogFolder> {
  const read = async <T>(name: string, parse: (text: string, file: string) => T): Promise<T> => {
    const file = join(folder, name);
    return parse(await catalogText(file), file);
  };
  const measured = await read('measured-releases.csv', parseMeasured);
  const measuredDefaults = await read('kernel-defaults.csv', (text, file) => parseDefaults(text, file, measured));
  const names = measured.flatMap((build) => [...(measuredDefaults(build)?.keys() ?? [])]);
  return {
    releases: await read('releases.csv', parseReleases),
    measuredDefaults,
    settingNames: [...new Set(names)].toSorted(),
    tracked: await read('default-flips.csv', parseTracked),
    labDependent: await read('lab-dependent.csv', parseLabDependent),
    certified: await read('certified-models.csv', parseCertified),
    lifecycle: await read('lifecycle.csv', parseLifecycle),
  };
}
