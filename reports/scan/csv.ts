import { doubtsIn } from '../../src/model/erratum.ts';
import type { Advisory } from '../../src/model/advisory.ts';
import type { Finding, Shown } from '../../src/model/finding.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { Scan } from '../../src/model/scan.ts';
import { type CsvColumn, csvText, type CsvValue, HOST_COLUMNS } from '../csv/write.ts';
import { jsonText } from '../json/write.ts';
import { type Judged, worstFirst } from './order.ts';
import { labelTexts } from '../text/host-labels.ts';
import { isShownIn, viewOf } from './view.ts';

/** A row a finding, not-applicable ones too, worst first. The header never changes but by columns added at the end. */
export const csv: Reporter<Scan> = {
  name: 'csv',
  description: 'One row a finding, not-applicable ones too, for spreadsheets.',
  extensions: ['.csv'],
  takesView: true,
  render: (scan, options) => {
    const isShown = isShownIn(viewOf(options));
    return csvText(
      columnsFor(scan),
      worstFirst(scan).filter(({ finding }) => isShown(finding)),
    );
  },
};

const FINDING_COLUMNS: readonly CsvColumn<Finding>[] = [
  { name: 'rule', valueOf: (finding) => finding.rule },
  { name: 'severity', valueOf: (finding) => finding.severity },
  { name: 'verdict', valueOf: (finding) => finding.verdict },
  { name: 'state', valueOf: (finding) => finding.state },
  { name: 'now', valueOf: (finding) => finding.horizons.now },
  { name: 'next_boot', valueOf: (finding) => finding.horizons.nextBoot },
  { name: 'next_patch', valueOf: (finding) => finding.horizons.nextPatch },
  { name: 'observed', valueOf: (finding) => shown(finding.observed) },
  { name: 'expected', valueOf: (finding) => shown(finding.expected) },
  { name: 'message', valueOf: (finding) => finding.message },
  { name: 'reason', valueOf: (finding) => finding.reason },
  { name: 'notes', valueOf: (finding) => finding.notes.map(noteText).join(' | ') },
  { name: 'remedy', valueOf: (finding) => (finding.remedy === null ? null : jsonText(finding.remedy)) },
];

/**
 * Header: those of HOST_COLUMNS, then rule, severity, verdict, state, the horizons, observed ... remedy, profile,
 * target_error: why not every host of that target was read, doubt: why the release that judged may have told it wrongly, framework
 * and controls: what the host was judged by, and the ids that the finding answers, with blanks between them; advisory ...
 * fixed_since: of rules of advisories; folder, tags and attributes of the host, the latter empty where they were not asked for or not read.
 */
function columnsFor(scan: Scan): readonly CsvColumn<Judged>[] {
  const { rules, targets } = scan;
  const doubts = new Map([...doubtsIn(scan)].map(({ finding, doubt }) => [finding, doubt.why]));
  const profiles = new Map(rules.map(({ id, profile }) => [id, profile]));
  const errors = new Map(targets.map(({ url, error }) => [url, error]));
  return [
    ...COLUMNS,
    { name: 'profile', valueOf: ({ finding }) => profiles.get(finding.rule) ?? null },
    { name: 'target_error', valueOf: ({ host }) => errors.get(host.target)?.message ?? null },
    { name: 'doubt', valueOf: ({ finding }) => doubts.get(finding) ?? null },
    { name: 'framework', valueOf: ({ finding }) => finding.evidence?.framework ?? null },
    { name: 'controls', valueOf: ({ finding }) => finding.evidence?.controls.join(' ') ?? null },
    ...advisoryColumns(scan),
    ...LABEL_COLUMNS,
  ];
}

/** Empty but for rules of advisories; exploited_since is empty where it is not known to be exploited. */
function advisoryColumns({ rules }: Scan): readonly CsvColumn<Judged>[] {
  const advisories = new Map(rules.map(({ id, advisory }) => [id, advisory]));
  const ofAdvisory = (name: string, valueOf: (advisory: Advisory) => CsvValue): CsvColumn<Judged> => ({
    name,
    valueOf: ({ finding }) => {
      const advisory = advisories.get(finding.rule);
      return advisory === undefined ? null : valueOf(advisory);
    },
  });
  return [
    ofAdvisory('advisory', ({ id }) => id),
    ofAdvisory('cves', ({ cves }) => cves.join(' ')),
    ofAdvisory('exploited', ({ exploited }) => exploited.state),
    ofAdvisory('exploited_since', ({ exploited: { state, date } }) => (state === 'exploited' ? date : null)),
    { name: 'exposure', valueOf: ({ finding }) => finding.exposure?.status ?? null },
    { name: 'mitigated', valueOf: ({ finding }) => finding.exposure?.mitigated ?? null },
    { name: 'overdue', valueOf: ({ finding }) => finding.exposure?.overdue ?? null },
    { name: 'fixed_build', valueOf: ({ finding }) => finding.exposure?.fixedBuild ?? null },
    { name: 'fixed_since', valueOf: ({ finding }) => finding.exposure?.fixedSince ?? null },
  ];
}

const COLUMNS: readonly CsvColumn<Judged>[] = [
  ...HOST_COLUMNS.map(({ name, valueOf }) => ({ name, valueOf: ({ host }: Judged) => valueOf(host) })),
  ...FINDING_COLUMNS.map(({ name, valueOf }) => ({ name, valueOf: ({ finding }: Judged) => valueOf(finding) })),
];

const LABEL_COLUMNS: readonly CsvColumn<Judged>[] = [
  { name: 'folder', valueOf: ({ host }) => host.folder },
  { name: 'tags', valueOf: ({ host }) => labelTexts(host).tags?.join('; ') ?? null },
  { name: 'attributes', valueOf: ({ host }) => labelTexts(host).attributes?.join('; ') ?? null },
];

/** Plain values as they are, lists and objects as JSON. */
function shown(value: Shown): CsvValue {
  return typeof value === 'object' && value !== null ? jsonText(value) : value;
}

function noteText({ text, reference }: Finding['notes'][number]): string {
  return reference === null ? text : `${text} (${reference})`;
}
