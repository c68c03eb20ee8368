import type { Reporter } from '../../src/model/reporter.ts';
import type { KernelListing } from '../../src/model/scan.ts';
import { hostRecord, targetRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import { byLowerCaseName } from '../text/kernel-values.ts';

/** The contract `esxcheck.kernel/1`, a host a line. */
export const json: Reporter<KernelListing> = {
  name: 'json',
  description: 'One document, esxcheck.kernel/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, startedAt, finishedAt, setting, targets, hosts }) =>
    jsonDocument([
      [member('schema', 'esxcheck.kernel/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('startedAt', startedAt)],
      [member('finishedAt', finishedAt)],
      [member('setting', setting)],
      listMember('targets', targets.map(targetRecord)),
      listMember('hosts', records(hosts)),
    ]),
};

function* records(hosts: KernelListing['hosts']): Iterable<unknown> {
  for (const host of byLowerCaseName(hosts)) yield hostRecord(host);
}
