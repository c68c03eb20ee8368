import type { PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import { hostLabels } from '../../src/model/place-labels.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';

/** A row a setting and default of today, those that stay the same too. */
export const csv: Reporter<PatchListing> = {
  name: 'csv',
  description: 'One row a setting and default of today, those that stay the same too, for spreadsheets.',
  extensions: ['.csv'],
  render: (listing) => csvText(columnsFor(listing), listing.settings),
};

function columnsFor({ targetRelease, hosts }: PatchListing): readonly CsvColumn<SettingAhead>[] {
  const labelOf = hostLabels(hosts.map(({ host }) => host));
  const names = new Map(hosts.map(({ host }) => [host.id, labelOf(host)]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  return [
    { name: 'target_release', valueOf: () => targetRelease.name },
    { name: 'target_build', valueOf: () => targetRelease.build },
    { name: 'setting', valueOf: ({ setting }) => setting },
    { name: 'change', valueOf: ({ change }) => change },
    { name: 'default', valueOf: ({ from }) => from },
    { name: 'target_default', valueOf: ({ to }) => to?.value ?? null },
    { name: 'confidence', valueOf: ({ to }) => to?.confidence ?? null },
    { name: 'source', valueOf: ({ to }) => to?.source ?? null },
    { name: 'lab_dependent', valueOf: ({ labDependent }) => labDependent },
    { name: 'may_follow', valueOf: ({ mayFollow }) => mayFollow.length },
    { name: 'explicit', valueOf: ({ explicit }) => explicit.length },
    {
      name: 'may_follow_hosts',
      valueOf: ({ change, mayFollow }) => (change === 'default' ? mayFollow.map(nameOf).join(' | ') : null),
    },
    {
      name: 'explicit_hosts',
      valueOf: ({ explicit }) =>
        explicit.map(({ host, configured }) => `${nameOf(host)}=${configured}`).join(' | ') || null,
    },
    { name: 'doubt', valueOf: ({ doubt }) => doubt ?? null },
  ];
}
