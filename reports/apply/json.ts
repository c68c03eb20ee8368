import type { ApplyReport, Outcome } from '../../src/model/outcome.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { Reboot } from '../../src/model/rollout.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';
import { countsOf, rebootCounts } from './lines.ts';

/** The contract `esxcheck.apply/1`, a step a line. Published: see reports/schema/apply.ts. */
export const json: Reporter<ApplyReport> = {
  name: 'json',
  description: 'One document, esxcheck.apply/1, a step a line.',
  extensions: ['.json'],
  render: ({ tool, outcomes, reboots, target, ...report }) =>
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
      [member('error', report.error === null ? null : { code: report.error.code, message: report.error.message })],
      [member('summary', countsOf(outcomes))],
      [member('rebootSummary', reboots === null ? null : rebootCounts(reboots))],
      listMember('steps', outcomes.map(stepRecord)),
      reboots === null ? [member('reboots', null)] : listMember('reboots', reboots.map(rebootRecord)),
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

function rebootRecord({ host, kind, reason, detail, inMaintenance, turn }: Reboot): unknown {
  return {
    host: host.id,
    hostName: host.name,
    outcome: kind,
    reason,
    detail,
    inMaintenance,
    lane: turn?.lane ?? null,
    order: turn?.order ?? null,
  };
}
