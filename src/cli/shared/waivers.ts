import type { Config } from '../../config/parse-config.ts';
import { type ScanCoverage, waivedBy } from '../../config/waivers.ts';
import type { Scan } from '../../model/scan.ts';
import { type Io, warn } from './console.ts';

/** The scan with the waivers of the config, and what people must know of them on stderr. */
export async function withWaivers(found: Scan, config: Config | null, sight: ScanCoverage, io: Io): Promise<Scan> {
  const { scan, warnings } = waivedBy(config, found, sight);
  for (const sentence of warnings) await warn(io, sentence);
  return scan;
}
