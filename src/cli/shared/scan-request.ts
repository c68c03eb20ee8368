import { labelsOf } from '../../config/labels.ts';
import type { Config } from '../../config/parse-config.ts';
import { releaseOfBaseImage } from '../../model/base-image.ts';
import type { ImageReleases, TargetRelease } from '../../model/catalog.ts';
import { type CatalogFolder, loadCatalogFolder } from '../../rules/catalog/folder.ts';
import { targetReleaseOf } from '../../rules/catalog/listing.ts';
import { releaseAsked } from '../../rules/catalog/site-releases.ts';
import { newestOfLine } from '../../rules/catalog/resolve.ts';
import type { GatherRequest } from '../../scan/gather.ts';
import { shippedPath, tool } from '../../shipped/installation.ts';
import { shippedReleases } from '../../shipped/releases.ts';
import type { ConfigArguments } from '../common-options.ts';
import {
  type ConnectionArguments,
  type LabelArguments,
  narrowsScope,
  type ProcessArguments,
  type ReadingArguments,
  type ScopeArguments,
} from '../connection-options.ts';
import { resolveConnections } from './connections.ts';
import { type Io, warn } from './console.ts';
import { type Progress, progressOn } from './progress.ts';
import { readersFor } from './readers.ts';
import { siteMeasurements } from './site-catalog.ts';

/** What reading hosts needs, made of flags and surroundings, and what ends the progress on the terminal. */
export interface ScanPreparation {
  readonly request: GatherRequest & {
    readonly tool: { readonly name: string; readonly version: string };
    readonly now: () => Date;
  };
  readonly stop: () => void;
}

/** Asks for the password where it must, so it comes after all that can be wrong with the other flags. */
export async function gatherRequest(
  args: ConnectionArguments & ReadingArguments & ProcessArguments & ScopeArguments & ConfigArguments & LabelArguments,
  io: Io,
  config: Config | null = null,
): Promise<ScanPreparation> {
  const judging = await judgingBy(io);
  const all = await resolveConnections(args, io, config);
  const isNarrowed = narrowsScope(args);
  // Flags go before the config, also before what it says of one target.
  const connections = isNarrowed ? all.map(({ scope: _scope, ...connection }) => connection) : all;
  const scope = isNarrowed ? null : config?.sections.scope;
  const labels = args.labels === true ? { tags: true, attributes: true } : labelsOf(config);
  const progress = progressOn(io);
  const say = (sentence: string): void => {
    progress.clear();
    void warn(io, sentence);
  };
  return {
    stop: () => {
      progress.stop();
    },
    request: {
      connections,
      scope: {
        datacenters: args.datacenter ?? scope?.datacenters ?? [],
        computeResources: args.computeResource ?? scope?.computeResources ?? [],
        hosts: args.host ?? scope?.hosts ?? [],
        folders: args.folder ?? scope?.folders ?? [],
        tags: args.tag ?? scope?.tags ?? [],
        attributes: args.attribute ?? scope?.attributes ?? [],
      },
      labels,
      ...judging,
      progress: progressOf(progress, connections.length, say),
      readersFor: (targets) => readersFor(targets, args, { reader: io.reader, env: io.env, say }),
    },
  };
}

/** What goes on, on the terminal: a line a target, and warnings above them. */
function progressOf(
  progress: Progress,
  targets: number,
  say: (sentence: string) => void,
): NonNullable<GatherRequest['progress']> {
  return {
    onConnecting: (url) => progress.target(url, { kind: 'connecting' }),
    onInventory: (url) => progress.target(url, { kind: 'inventory' }),
    onHosts: (url, total) => progress.target(url, { kind: 'hosts', total }),
    onHostDone: (url) => progress.step(1, url),
    onTargetDone: (url) => progress.target(url, { kind: 'ended' }),
    onTargetFailed: (url, error) => {
      progress.target(url, { kind: 'ended' });
      // The only target's error ends the run, and is told then.
      if (targets > 1) say(`${url}: ${error.code}: ${error.message}`);
    },
    onDoubt: say,
    onTargetLost: ({ error }) => say(`INCOMPLETE: ${error?.message ?? ''}`),
  };
}

/** What judging needs beside hosts and rules. Throws CATALOG_INVALID. */
export async function judgingBy({ signal }: Pick<Io, 'signal'>) {
  return { ...(await shippedReleases()), tool: tool(), now: () => new Date(), signal };
}

/** The catalog that ships. */
export function shippedCatalog(): Promise<CatalogFolder> {
  return loadCatalogFolder(shippedPath('rules', 'catalog'));
}

/** Finds what is known of the releases that images of clusters bring, by the same catalogs; each is looked up once. */
export async function imageReleases(args: Partial<ConfigArguments>, io: Io): Promise<ImageReleases> {
  const [catalog, measurements] = [await shippedCatalog(), await siteMeasurements(args, io)];
  const known = new Map<string, TargetRelease | null>();
  return (version) => {
    const found = known.get(version) ?? imageRelease(version, catalog, measurements);
    known.set(version, found);
    return found;
  };
}

function imageRelease(
  version: string,
  catalog: CatalogFolder,
  measurements: Parameters<typeof targetReleaseOf>[2],
): TargetRelease | null {
  const named = releaseOfBaseImage(version);
  const release = catalog.releases.find((each) => each.build === named?.build && each.version === named.version);
  return release === undefined ? null : targetReleaseOf(catalog, release, measurements);
}

/**
 * What is known of the release that `--target-release` names, by the catalog that ships and that of the site; null without
 * the flag. Where a line may be meant, `9.0` is its newest release. Throws RELEASE_UNKNOWN, RELEASE_AMBIGUOUS, and CATALOG_CHANGED where that of the site is not as it was written.
 */
export async function chooseTargetRelease(
  asked: string | undefined,
  args: Partial<ConfigArguments>,
  io: Io,
  meant: 'release' | 'line' = 'release',
): Promise<TargetRelease | null> {
  if (asked === undefined) return null;
  const [catalog, measurements] = [await shippedCatalog(), await siteMeasurements(args, io)];
  const newest = meant === 'line' ? newestOfLine(catalog.releases, asked) : null;
  return targetReleaseOf(catalog, newest ?? releaseAsked(catalog.releases, measurements, asked), measurements);
}
