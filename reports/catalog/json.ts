import type {
  CatalogListing,
  DefaultFlip,
  KnownDefault,
  ListedRelease,
  SupportedLine,
} from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { releaseRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';

/** The contract `esxcheck.catalog/1`, a release or a flip a line. */
export const json: Reporter<CatalogListing> = {
  name: 'json',
  description: 'One document, esxcheck.catalog/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, releases, flips }) =>
    jsonDocument([
      [member('schema', 'esxcheck.catalog/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      listMember('releases', releases.map(listedRecord)),
      [member('compared', flips === null ? null : comparedRecord(flips))],
      flips === null ? [member('flips', null)] : listMember('flips', flips.flips.map(flipRecord)),
    ]),
};

function listedRecord(release: ListedRelease) {
  const { version, branch, name, also, bulletin, build, released, recalled, confidence, source, measured } = release;
  const known = release.known.map((each) => ({ setting: each.setting, ...knownRecord(each) }));
  const support = release.support === null ? null : supportRecord(release.support);
  return {
    version,
    branch,
    name,
    also,
    bulletin,
    build,
    released,
    recalled,
    confidence,
    source,
    measured,
    known,
    support,
  };
}

function supportRecord({ line, generalSupportEnds, technicalGuidanceEnds, confidence, source, asOf }: SupportedLine) {
  return { line, generalSupportEnds, technicalGuidanceEnds, confidence, source, asOf };
}

function comparedRecord({ from, to, complete, same }: NonNullable<CatalogListing['flips']>) {
  return { from: releaseRecord(from), to: releaseRecord(to), complete, same };
}

function flipRecord({ setting, change, from, to, labDependent }: DefaultFlip) {
  const sides = { from: from === null ? null : knownRecord(from), to: to === null ? null : knownRecord(to) };
  return { setting, change, ...sides, labDependent };
}

function knownRecord({ value, confidence, source }: KnownDefault): KnownDefault {
  return { value, confidence, source };
}
