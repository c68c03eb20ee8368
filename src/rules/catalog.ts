import { readFile } from 'node:fs/promises';
import { EsxcheckError } from '../model/errors.ts';

/** One ESXi build that has a name. */
export interface Release {
  /** As the host shows it: `6.0.0` for every update of 6.0. */
  readonly version: string;
  readonly name: string;
  /** Another name of the same build; null for most. */
  readonly also: string | null;
  readonly bulletin: string | null;
  readonly build: string;
  /** ISO 8601 date; null where no source tells. */
  readonly released: string | null;
  /** `C2`: two or more independent sources; `S1`: one. */
  readonly confidence: string;
  readonly source: string;
}

export interface Catalog {
  readonly releases: readonly Release[];
  /** Null for a build that no source names: a hot patch, or one newer than the catalog. */
  readonly releaseName: (build: string) => string | null;
  /** ISO 8601; null where no source tells. */
  readonly releaseDate: (build: string) => string | null;
}

const COLUMNS = 'version,name,also,bulletin,build,released,confidence,source';

/** Reads `rules/catalog/releases.csv`. Throws CATALOG_INVALID with the line that is wrong. */
export async function loadCatalog(file: string): Promise<Catalog> {
  return parseCatalog(await textOf(file), file);
}

/** The catalog's text, whose cells hold no commas and no quotes, so that a line is read by splitting it. */
export function parseCatalog(text: string, file: string): Catalog {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== COLUMNS) throw invalid(file, 1, `the columns ${COLUMNS} were expected`);
  const releases = lines.map((line, index) => parseRelease(line, { file, line: index + 2 }));
  const byBuild = new Map<string, Release>();
  for (const [index, release] of releases.entries()) {
    if (byBuild.has(release.build)) throw invalid(file, index + 2, `build ${release.build} is there twice`);
    byBuild.set(release.build, release);
  }
  return {
    releases,
    releaseName: (build) => byBuild.get(build)?.name ?? null,
    releaseDate: (build) => byBuild.get(build)?.released ?? null,
  };
}

function parseRelease(text: string, place: { readonly file: string; readonly line: number }): Release {
  const cells = text.split(',');
  const [version = '', name = '', also, bulletin, build = '', released, confidence = '', source = ''] = cells;
  const plain = cells.length === 8 && !text.includes('"') && name !== '' && /^\d{1,12}$/.test(build);
  if (!plain) throw invalid(place.file, place.line, 'eight cells with a name and a build number were expected');
  return {
    version,
    name,
    also: also || null,
    bulletin: bulletin || null,
    build,
    released: released || null,
    confidence,
    source,
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new EsxcheckError('CATALOG_INVALID', `The release catalog ${file} cannot be read.`, { cause });
  }
}

function invalid(file: string, line: number, text: string): EsxcheckError {
  return new EsxcheckError('CATALOG_INVALID', `${file}:${line}: ${text}`);
}
