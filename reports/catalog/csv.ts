import type { CatalogListing, DefaultFlip, DefaultFlips, ListedRelease } from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';
import { knownText } from './words.ts';

/** A row a release, or a row a default that differs where two releases were compared. */
export const csv: Reporter<CatalogListing> = {
  name: 'csv',
  description: 'One row a release, or one a default that differs, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ releases, flips }) =>
    flips === null ? csvText(RELEASE_COLUMNS, releases) : csvText(flipColumns(flips), flips.flips),
};

const RELEASE_COLUMNS: readonly CsvColumn<ListedRelease>[] = [
  { name: 'version', valueOf: ({ version }) => version },
  { name: 'name', valueOf: ({ name }) => name },
  { name: 'also', valueOf: ({ also }) => also },
  { name: 'bulletin', valueOf: ({ bulletin }) => bulletin },
  { name: 'build', valueOf: ({ build }) => build },
  { name: 'released', valueOf: ({ released }) => released },
  { name: 'confidence', valueOf: ({ confidence }) => confidence },
  { name: 'source', valueOf: ({ source }) => source },
  { name: 'measured', valueOf: ({ measured }) => measured },
  { name: 'known_defaults', valueOf: (release) => knownText(release) || null },
  { name: 'recalled', valueOf: ({ recalled }) => recalled },
  { name: 'branch', valueOf: ({ branch }) => branch },
  { name: 'general_support_ends', valueOf: ({ support }) => support?.generalSupportEnds ?? null },
  { name: 'technical_guidance_ends', valueOf: ({ support }) => support?.technicalGuidanceEnds ?? null },
  { name: 'support_confidence', valueOf: ({ support }) => support?.confidence ?? null },
];

function flipColumns({ from, to }: DefaultFlips): readonly CsvColumn<DefaultFlip>[] {
  return [
    { name: 'from_release', valueOf: () => from.name },
    { name: 'to_release', valueOf: () => to.name },
    { name: 'setting', valueOf: ({ setting }) => setting },
    { name: 'change', valueOf: ({ change }) => change },
    { name: 'from', valueOf: ({ from }) => from?.value ?? null },
    { name: 'to', valueOf: ({ to }) => to?.value ?? null },
    { name: 'from_confidence', valueOf: ({ from }) => from?.confidence ?? null },
    { name: 'to_confidence', valueOf: ({ to }) => to?.confidence ?? null },
    { name: 'from_source', valueOf: ({ from }) => from?.source ?? null },
    { name: 'to_source', valueOf: ({ to }) => to?.source ?? null },
    { name: 'lab_dependent', valueOf: ({ labDependent }) => labDependent },
  ];
}
