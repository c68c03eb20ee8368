import type { ComparedHost, Comparison, Difference, LeftOut, NotKnown } from '../../src/model/comparison.ts';
import type { Host } from '../../src/model/host.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { targetRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import type { ComparedHostRecord, HostIdentityRecord } from '../schema/compare.ts';

/** The contract `esxcheck.compare/1`: a host, a difference, a thing that is not known a line. */
export const json: Reporter<Comparison> = {
  name: 'json',
  description: 'One document, esxcheck.compare/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, startedAt, finishedAt, targets, reference, hosts, differences, notKnown, leftOut, remarks }) =>
    jsonDocument([
      [member('schema', 'esxcheck.compare/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('startedAt', startedAt)],
      [member('finishedAt', finishedAt)],
      listMember('targets', targets.map(targetRecord)),
      [member('reference', { ...identityRecord(reference.host), readAt: reference.readAt })],
      listMember('hosts', hosts.map(hostRecord)),
      listMember('differences', differences.map(differenceRecord)),
      listMember('notKnown', notKnown.map(notKnownRecord)),
      listMember('leftOut', leftOut.map(leftOutRecord)),
      ...(remarks.length === 0 ? [] : [[member('remarks', remarks)]]),
    ]),
};

/** Named keys, so that nothing slips in that the schema does not know. */
function identityRecord(host: Host): HostIdentityRecord {
  const { id, name, target, uuid, serial, datacenter, cluster, vendor, model, version, build } = host;
  return { id, name, target, uuid, serial, datacenter, cluster, vendor, model, version, build };
}

function hostRecord({ host, differences, notKnown, notes }: ComparedHost): ComparedHostRecord {
  return { ...identityRecord(host), differences, notKnown, notes: [...notes] };
}

function differenceRecord({ part, key, member, kind, reference, value, hosts }: Difference): Difference {
  return { part, key, member, kind, reference, value, hosts };
}

function notKnownRecord({ part, key, side, code, detail, hosts }: NotKnown): NotKnown {
  return { part, key, side, code, detail, hosts };
}

function leftOutRecord({ reason, ...difference }: LeftOut): LeftOut {
  return { ...differenceRecord(difference), reason };
}
