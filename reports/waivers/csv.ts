import type { Reporter } from '../../src/model/reporter.ts';
import { type CsvColumn, csvText } from '../csv/write.ts';
import type { ListedWaiver, WaiverListing } from './listing.ts';

/** A row a waiver, in the order of the file. */
export const csv: Reporter<WaiverListing> = {
  name: 'csv',
  description: 'One row a waiver, for spreadsheets.',
  extensions: ['.csv'],
  render: ({ waivers }) => csvText(COLUMNS, waivers),
};

const COLUMNS: readonly CsvColumn<ListedWaiver>[] = [
  { name: 'state', valueOf: ({ state }) => state },
  { name: 'expires', valueOf: ({ expires }) => expires },
  { name: 'rule', valueOf: ({ rule }) => rule },
  { name: 'host', valueOf: ({ host }) => host },
  { name: 'cluster', valueOf: ({ cluster }) => cluster },
  { name: 'owner', valueOf: ({ owner }) => owner },
  { name: 'ticket', valueOf: ({ ticket }) => ticket },
  { name: 'reason', valueOf: ({ reason }) => reason },
  { name: 'place', valueOf: ({ place }) => place },
  { name: 'datacenter', valueOf: ({ datacenter = null }) => datacenter },
  { name: 'target', valueOf: ({ target = null }) => target },
  { name: 'approved_by', valueOf: ({ approvedBy = null }) => approvedBy },
  { name: 'poam', valueOf: ({ poam = null }) => poam },
];
