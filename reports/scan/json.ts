import { flipsRecord } from '../json/flips.ts';
import type { Since } from '../../src/model/changes-since.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { RuleReport, Scan } from '../../src/model/scan.ts';
import { attestationRecord, hostRecord, releaseRecord, targetRecord, waiverRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';

/** The contract `esxcheck.scan/1`: everything, not-applicable findings too, a host or a finding a line. */
export const json: Reporter<Scan> = {
  name: 'json',
  description: 'One document, esxcheck.scan/1, with a published JSON Schema: everything that was read and judged.',
  extensions: ['.json'],
  render: ({
    tool,
    startedAt,
    finishedAt,
    targets,
    targetRelease,
    rules,
    summary,
    hosts,
    findings,
    waivers = [],
    attestations = [],
    remarks = [],
    frameworks = [],
    since,
  }) =>
    jsonDocument([
      [member('schema', 'esxcheck.scan/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('startedAt', startedAt)],
      [member('finishedAt', finishedAt)],
      listMember('targets', targets.map(targetRecord)),
      [member('targetRelease', targetRelease === null ? null : releaseRecord(targetRelease))],
      listMember('rules', rules.map(ruleRecord)),
      [member('summary', summary)],
      listMember('hosts', mapped(hosts, hostRecord)),
      listMember('findings', mapped(findings, findingRecord)),
      listMember('waivers', waivers.map(waiverRecord)),
      ...(attestations.length === 0 ? [] : [listMember('attestations', attestations.map(attestationRecord))]),
      ...(remarks.length === 0 ? [] : [[member('remarks', remarks)]]),
      ...(frameworks.length === 0 ? [] : [listMember('frameworks', frameworks)]),
      [member('since', since === null ? null : sinceRecord(since))],
      since === null ? [member('changes', null)] : listMember('changes', since.changed),
    ]),
};

function* mapped<From, To>(items: readonly From[], record: (item: From) => To): Iterable<To> {
  for (const item of items) yield record(item);
}

/** A rule as the contracts have it. */
export function ruleRecord({
  id,
  title,
  severity,
  hash,
  references,
  profile,
  blocks,
  advisory,
  controls,
  kernelSettings,
}: RuleReport): RuleReport {
  const record = { id, title, severity, hash, references, profile };
  return {
    ...record,
    ...(blocks === undefined ? {} : { blocks }),
    ...(advisory === undefined ? {} : { advisory }),
    ...(controls === undefined ? {} : { controls }),
    ...(kernelSettings === undefined ? {} : { kernelSettings }),
  };
}

function sinceRecord(since: Since) {
  const { startedAt, compared, changed, onlyBefore, onlyNow, changedRules } = since;
  const record = { startedAt, compared, changed: changed.length, onlyBefore, onlyNow, changedRules };
  return { ...record, ...comparabilityRecord(since) };
}

/** What of the two scans could not be put side by side, and what patches did between them; keys that a scan of an earlier release lacks are left out. */
export function comparabilityRecord({ onlyRulesBefore, onlyRulesNow, uncompared, flips }: Since) {
  return {
    ...(onlyRulesBefore === undefined ? {} : { onlyRulesBefore }),
    ...(onlyRulesNow === undefined ? {} : { onlyRulesNow }),
    ...(uncompared === undefined ? {} : { uncompared }),
    ...(flips === undefined ? {} : { flips: flipsRecord(flips) }),
  };
}

/** Named keys, so that nothing slips in that the schema does not know. */
function findingRecord(finding: Finding): Finding {
  const { rule, host, severity, verdict, state, horizons, observed, expected } = finding;
  const { message, reason, cause, notes, remedy, waived, asked, exposure, evidence } = finding;
  const record = { rule, host, severity, verdict, state, horizons, observed, expected, message, reason, notes, remedy };
  return {
    ...record,
    ...(cause === undefined ? {} : { cause }),
    ...(waived === undefined ? {} : { waived }),
    ...(asked === undefined ? {} : { asked }),
    ...(exposure === undefined ? {} : { exposure }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}
