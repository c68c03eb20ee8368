import type { Checkup, EsxcliProbe, HostCheckup, RuleCheckup, TargetCheckup } from '../../src/model/doctor-report.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { targetRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';

/** The contract `esxcheck.doctor/1`. */
export const json: Reporter<Checkup> = {
  name: 'json',
  description: 'One document, esxcheck.doctor/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, startedAt, finishedAt, purpose, targets, state }) =>
    jsonDocument([
      [member('schema', 'esxcheck.doctor/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('startedAt', startedAt)],
      [member('finishedAt', finishedAt)],
      [member('purpose', purpose)],
      [member('state', state)],
      listMember('targets', targets.map(checkupRecord)),
    ]),
};

function checkupRecord(target: TargetCheckup) {
  const { advice, user, clockAheadMs, privilegesProblem, propertiesOnly, hostCalls, hosts, rules } = target;
  return {
    ...targetRecord(target),
    advice,
    user,
    clockAheadMs,
    privilegesProblem,
    propertiesOnly,
    hostCalls,
    hosts: hosts.map(hostRecord),
    rules: rules.map(ruleRecord),
  };
}

function hostRecord({ name, moid, connectionState, lacking, esxcli, problem, probes }: HostCheckup) {
  return { name, moid, connectionState, lacking, esxcli, problem, probes: probes.map(probeRecord) };
}

function probeRecord({ command, privilege, needed, answers, missing, problem }: EsxcliProbe) {
  return { command, privilege, needed, answers, missing, problem };
}

function ruleRecord({ rule, pack, chosen, hostsWithout, missing }: RuleCheckup) {
  return { rule, pack, chosen, hostsWithout, missing };
}
