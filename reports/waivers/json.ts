import type { Reporter } from '../../src/model/reporter.ts';
import { acceptanceRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import type { ListedWaiver, WaiverListing } from './listing.ts';

/** The waivers as they are, a waiver a line. */
export const json: Reporter<WaiverListing> = {
  name: 'json',
  description: 'One document, esxcheck.waivers/1, for machines.',
  extensions: ['.json'],
  render: ({ day, waivers }) =>
    jsonDocument([
      [member('schema', 'esxcheck.waivers/1')],
      [member('day', day)],
      listMember('waivers', waivers.map(record)),
    ]),
};

function record(waiver: ListedWaiver) {
  const { rule, host, cluster, datacenter = null, target = null, reason, owner } = waiver;
  const { ticket, expires, state, daysLeft, place } = waiver;
  const said = { reason, owner, ticket, ...acceptanceRecord(waiver), expires, state, daysLeft, place };
  return { rule, host, cluster, datacenter, target, ...said };
}
