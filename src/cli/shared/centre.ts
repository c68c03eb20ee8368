import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../config/parse-config.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { CentreSettings } from '../../site/settings.ts';
import { Spool, type SpoolOptions } from '../../site/spool.ts';
import { type Io, warn } from './console.ts';

const KEEP_DAYS = 14;
const MAX_MEGABYTES = 500;

/** What a config says of the centre, its paths whole; null where it names none. */
export function configuredCentre({ file, sections: { server } }: Config): CentreSettings | null {
  return server === undefined ? null : { ...server, key: resolve(dirname(resolve(file)), server.key) };
}

/** The same. Throws NO_CENTRE. */
export function requireCentre(config: Config | null): CentreSettings {
  const centre = config === null ? null : configuredCentre(config);
  if (centre !== null) return centre;
  const sentence =
    config === null ? 'There is no config that names a centre.' : `The config ${config.file} names no centre.`;
  throw new EsxcheckError('NO_CENTRE', sentence, {
    details: [
      'Write a section "server" with url, site and key into it; "esxcheck enrol" makes the key and prints the section.',
    ],
  });
}

/** The folder of the spool: beside the config, unless it says otherwise. */
export function spoolFolder({ file, sections: { spool } }: Config): string {
  return resolve(dirname(resolve(file)), spool?.folder ?? 'spool');
}

/** Opens the spool of a config. Throws SPOOL_NOT_MADE, SPOOL_OPEN. */
export function openSpool(config: Config, io: Io): Promise<Spool> {
  const { keepDays = KEEP_DAYS, maxMegabytes = MAX_MEGABYTES } = config.sections.spool ?? {};
  return Spool.open({ folder: spoolFolder(config), keepDays, maxMegabytes, ...toldOn(io) });
}

/** Opens a spool that no config speaks of. Throws as `openSpool`. */
export function openSpoolAt(folder: string, io: Io): Promise<Spool> {
  return Spool.open({ folder: join(folder), keepDays: KEEP_DAYS, maxMegabytes: MAX_MEGABYTES, ...toldOn(io) });
}

function toldOn(io: Io): Pick<SpoolOptions, 'now' | 'warn'> {
  return { now: () => new Date(), warn: (sentence) => void warn(io, sentence) };
}

/** Accounts that targets are asked by, as the config names them: they never leave the site. */
export function accountsOf({ sections: { targets = [] } }: Config): readonly string[] {
  return targets.flatMap(({ user }) => user ?? []);
}
