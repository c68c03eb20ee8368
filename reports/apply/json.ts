import type { ApplyReport, Outcome } from '../../src/model/outcome.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import { countsOf } from './counts.ts';

/** The contract `esxcheck.apply/1`, a step a line. */
export const json: Reporter<ApplyReport> = {
  name: 'json',
  description: 'One document, esxcheck.apply/1, a step a line.',
  extensions: ['.json'],
  render: ({ tool, outcomes, target, ...report }) =>
    jsonDocument([
      [member('schema', 'esxcheck.apply/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('startedAt', report.startedAt)],
      [member('finishedAt', report.finishedAt)],
      [member('direction', report.direction)],
      [member('dryRun', report.dryRun)],
      [member('planHash', report.planHash)],
      [member('target', { url: target.url, identity: target.identity })],
      [member('change', report.change)],
      [member('journal', report.journal)],
      [member('summary', countsOf(outcomes))],
      listMember('steps', outcomes.map(stepRecord)),
    ]),
};

function stepRecord({ step, kind, reason, detail, observed }: Outcome): unknown {
  const { id, host, action, before, inverseLeaves, needsReboot, why } = step;
  return {
    id,
    host: host.id,
    hostName: host.name,
    rule: why.rule,
    action,
    before,
    observed,
    outcome: kind,
    reason,
    detail,
    needsReboot,
    inverseLeaves,
  };
}
