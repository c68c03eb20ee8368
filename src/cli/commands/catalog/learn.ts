import { type Forecast, forecastOf } from '../../../checks/judgement/forecast.ts';
import { escapeControlCharacters } from '../../../model/control-characters.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { HostFacts } from '../../../model/facts.ts';
import { hostGlob } from '../../../model/glob.ts';
import type { CatalogFolder } from '../../../rules/catalog/folder.ts';
import { targetReleaseOf } from '../../../rules/catalog/listing.ts';
import { releaseOf } from '../../../rules/catalog/site-releases.ts';
import { changeSiteCatalog, readSiteCatalog } from '../../../site-catalog/file.ts';
import type { LearntEntry } from '../../../site-catalog/entry.ts';
import { learnFrom, type Refusal } from '../../../site-catalog/learn.ts';
import { learn, type Measurement, measurementsIn } from '../../../site-catalog/site-catalog.ts';
import type { ConfigArguments } from '../../common-options.ts';
import { type Io, note, print, warn, write } from '../../shared/console.ts';
import { describeFailure } from '../../shared/errors.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { shippedCatalog } from '../../shared/scan-request.ts';
import { siteCatalogPath } from '../../shared/site-catalog.ts';
import { readHashedSnapshot } from '../../shared/snapshot-file.ts';

type LearnArguments = ConfigArguments & {
  readonly snapshots: readonly string[];
  readonly host?: readonly string[] | undefined;
};

/** Learns from snapshots what can be learnt, and says what cannot. All files are read before anything is written. */
export async function run(args: LearnArguments, io: Io): Promise<number> {
  const path = await siteCatalogPath(args, io, { toWrite: true });
  const catalog = await shippedCatalog();
  const known = measurementsIn(await readSiteCatalog(path));
  const results = await lessonsIn(args, catalog, known);
  const entries = results.filter((result) => result.kind === 'learnt');
  const refusals = results.filter((result) => result.kind === 'refused');
  if (entries.length > 0) await keep(entries, { path, catalog, io });
  for (const { error } of refusals) await write(io.stderr, describeFailure(error).text);
  if (entries.length === 0) await note(io, 'Nothing was learnt.');
  if (refusals.some(({ unread }) => !unread)) return EXIT.violations;
  return refusals.length > 0 ? EXIT.incomplete : EXIT.done;
}

/** What each chosen host teaches, or why it teaches nothing. Throws CATALOG_HOST_UNKNOWN and what reading a snapshot throws. */
async function lessonsIn(
  { snapshots, host }: LearnArguments,
  { releases }: CatalogFolder,
  known: readonly Measurement[],
): Promise<readonly (LearntEntry | Refusal)[]> {
  const results: (LearntEntry | Refusal)[] = [];
  const versions = new Map([...known, ...releases].map(({ build, version }) => [build, version]));
  for (const path of snapshots) {
    const { snapshot, sha256 } = await readHashedSnapshot(path);
    for (const facts of chosen(snapshot.facts, host)) {
      const versionOf = (build: string): string | null => versions.get(build) ?? null;
      const result = learnFrom(facts, { finishedAt: snapshot.finishedAt, sha256, versionOf });
      if (result.kind === 'learnt') versions.set(result.build, result.version);
      results.push(result);
    }
  }
  if (results.length > 0) return results;
  throw new EsxcheckError('CATALOG_HOST_UNKNOWN', 'No host of the snapshots is called so.', {
    details: ['Leave --host out to learn from every host, or name one as the snapshot has it.'],
  });
}

function chosen(facts: readonly HostFacts[], globs: readonly string[] | undefined): readonly HostFacts[] {
  if (globs === undefined) return facts;
  const matchers = globs.map(hostGlob);
  return facts.filter(({ host }) => matchers.some((matches) => matches(host) === true));
}

interface Keeping {
  readonly path: string;
  readonly catalog: CatalogFolder;
  readonly io: Io;
}

async function keep(entries: readonly LearntEntry[], { path, catalog, io }: Keeping): Promise<void> {
  const at = new Date().toISOString();
  const { records, added } = await changeSiteCatalog(path, (before) => learn(before, entries, at));
  const isNew = new Set(added);
  for (const entry of entries)
    await print(io, `${escapeControlCharacters(sentenceOf(entry, isNew.has(entry), catalog))}\n`);
  for (const entry of added) await tell(entry, measurementsIn(records), { path, catalog, io });
  await note(io, `Catalog: ${path}`);
}

function sentenceOf(entry: LearntEntry, isNew: boolean, { releases }: CatalogFolder): string {
  const { build, host, day, machine, defaults, version } = entry;
  const name = releases.find((release) => release.build === build)?.name ?? `ESXi ${version}`;
  const what = `${name} (build ${build}) on ${host}, ${machine.vendor} ${machine.model}`;
  return isNew ? `Learnt ${defaults.size} defaults of ${what}, ${day}.` : `Known already: ${what}, ${day}.`;
}

/** What a new measurement does not agree with, and for whom it cannot speak. */
async function tell(entry: LearntEntry, all: readonly Measurement[], { catalog, io }: Keeping): Promise<void> {
  if (entry.machine.imageVendor === null) {
    await warn(
      io,
      `the image of ${entry.host} was not read, so what it predicts stays a warning; take the snapshot with --all-settings`,
    );
  }
  const target = targetReleaseOf(catalog, releaseOf(catalog.releases, entry), all);
  const names = (doubt: Forecast['doubt']): readonly string[] =>
    [...entry.defaults.keys()].filter((name) => forecastOf(target, name, entry.machine).doubt === doubt);
  const [contradicted, dependent] = [names('contradiction'), names('depends-on-machine')];
  if (contradicted.length > 0) {
    await warn(io, `${entry.host} contradicts the catalog that ships, which makes a risk of it: ${some(contradicted)}`);
  }
  if (dependent.length > 0) await note(io, `Depends on the machine, since hosts do not agree: ${some(dependent)}`);
}

const NAMED = 8;

function some(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
