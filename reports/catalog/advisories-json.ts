import type { Advisory } from '../../src/model/advisory.ts';
import type { AdvisoryAge, AdvisoryListing, AdvisoryMatrix, ListedAdvisory } from '../../src/model/advisory-listing.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';

/** The contract `esxcheck.advisory-list/1`, a fix group a line. */
export const json: Reporter<AdvisoryListing> = {
  name: 'json',
  description: 'One document, esxcheck.advisory-list/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, age, release, advisories }) =>
    jsonDocument([
      [member('schema', 'esxcheck.advisory-list/1')],
      ...headMembers(tool, age),
      [
        member(
          'release',
          release === null ? null : { name: release.name, version: release.version, build: release.build },
        ),
      ],
      listMember('advisories', advisories.map(listedRecord)),
    ]),
};

/** The contract `esxcheck.advisory-matrix/1`, a release a line; `statuses` are in the order of `advisories`. */
export const matrixJson: Reporter<AdvisoryMatrix> = {
  name: 'json',
  description: 'One document, esxcheck.advisory-matrix/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, age, advisories, releases }) =>
    jsonDocument([
      [member('schema', 'esxcheck.advisory-matrix/1')],
      ...headMembers(tool, age),
      listMember(
        'advisories',
        advisories.map(({ rule, severity, advisory: { id, published, cves } }) => {
          return { rule, severity, id, published, cves };
        }),
      ),
      listMember(
        'releases',
        releases.map(({ name, version, build, statuses }) => ({ name, version, build, statuses })),
      ),
    ]),
};

function headMembers(tool: AdvisoryListing['tool'], { today, asOf, days, exploited }: AdvisoryAge): string[][] {
  return [
    [member('tool', { name: tool.name, version: tool.version })],
    [member('today', today)],
    [member('asOf', asOf)],
    [member('days', days)],
    [member('exploitedList', { list: exploited.list, asOf: exploited.asOf })],
  ];
}

function listedRecord({ rule, severity, advisory, fixes, state }: ListedAdvisory) {
  return {
    rule,
    severity,
    ...advisoryRecord(advisory),
    fixes: fixes.map(({ version, build, name, word }) => ({ version, build, name, word })),
    state: state === null ? null : { status: state.status, fixedBuild: state.fixedBuild, message: state.message },
  };
}

function advisoryRecord({ id, published, cves, cvss, exploited, workaround }: Advisory) {
  const { state, date, source, ransomware } = exploited;
  return { id, published, cves, cvss, exploited: { state, date, source, ransomware }, workaround };
}
