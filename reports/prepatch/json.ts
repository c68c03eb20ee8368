import type { ClusterReadiness, HostReadiness, PrepatchReport, ReadinessFinding } from '../../src/model/readiness.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { plannedImageRecord, releaseRecord, targetRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import { ruleRecord } from '../scan/json.ts';
import type { ReadyHostRecord } from '../schema/prepatch.ts';

/** The contract `esxcheck.prepatch/1`, a host a line. */
export const json: Reporter<PrepatchReport> = {
  name: 'json',
  description: 'One document, esxcheck.prepatch/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, startedAt, finishedAt, targets, targetRelease, rules, hosts, clusters, notChecked, remarks = [] }) =>
    jsonDocument([
      [member('schema', 'esxcheck.prepatch/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('startedAt', startedAt)],
      [member('finishedAt', finishedAt)],
      listMember('targets', targets.map(targetRecord)),
      [member('targetRelease', targetRelease === null ? null : releaseRecord(targetRelease))],
      listMember('rules', rules.map(ruleRecord)),
      listMember('hosts', hosts.map(hostRecord)),
      listMember('clusters', clusters.map(clusterRecord)),
      listMember(
        'notChecked',
        notChecked.map(({ what, why }) => ({ what, why })),
      ),
      ...(remarks.length === 0 ? [] : [[member('remarks', remarks)]]),
    ]),
};

/** Named keys, so that nothing slips in that the schema does not know. */
function hostRecord({
  host,
  answer,
  undertaking,
  targetRelease,
  asOf,
  checked,
  notCheckable,
  ...lists
}: HostReadiness): ReadyHostRecord {
  const { id, name, target, uuid, datacenter, cluster, version, build, connectionState, inMaintenanceMode } = host;
  const place = { id, name, target, uuid, datacenter, cluster, version, build, connectionState, inMaintenanceMode };
  return {
    ...place,
    answer,
    undertaking,
    targetRelease: targetRelease === null ? null : releaseRecord(targetRelease),
    ...plannedImageRecord(host),
    asOf,
    checked,
    blockers: lists.blockers.map(findingRecord),
    unread: lists.unread.map(findingRecord),
    notCheckable: [...notCheckable],
    waived: lists.waived.map(findingRecord),
    notes: lists.notes.map(findingRecord),
  };
}

function findingRecord({ rule, severity, verdict, message, reason, remarks }: ReadinessFinding) {
  return { rule, severity, verdict, message, reason, ...(remarks === undefined ? {} : { remarks: [...remarks] }) };
}

function clusterRecord({ cluster, datacenter, target, hosts, drs, ha, atOnce, because, asOf }: ClusterReadiness) {
  return { cluster, datacenter, target, hosts, drs, ha, atOnce, because, asOf };
}
