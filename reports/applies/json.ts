import type { Applies, JournalReport, JournaledReboot, JournaledRun, JournaledStep } from '../../src/model/applies.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';

/** The contract `esxcheck.applies/1`, a run a line, with every step. */
export const json: Reporter<Applies> = {
  name: 'json',
  description: 'One document, esxcheck.applies/1, with a published JSON Schema.',
  extensions: ['.json'],
  render: ({ tool, readAt, choice, journals, runs }) =>
    jsonDocument([
      [member('schema', 'esxcheck.applies/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('readAt', readAt)],
      [member('choice', { change: choice.change, hosts: choice.hosts, since: choice.since })],
      listMember('journals', journals.map(journalRecord)),
      listMember('runs', runRecords(runs)),
    ]),
};

function* runRecords(runs: readonly JournaledRun[]): Iterable<unknown> {
  for (const run of runs) yield runRecord(run);
}

function journalRecord({ path, state, problem, ...counts }: JournalReport): unknown {
  const { runs, tornBytes, unknownRecords } = counts;
  return { path, state, problem, runs, tornBytes, unknownRecords };
}

function runRecord(run: JournaledRun): unknown {
  return {
    journal: run.journal,
    number: run.number,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    closed: run.isClosed,
    direction: run.direction,
    planHash: run.planHash,
    target: { url: run.target.url, identity: run.target.identity },
    tool: { name: run.tool.name, version: run.tool.version },
    account: run.account,
    change: run.change,
    summary: run.counts,
    changed: run.changed,
    open: run.open,
    hosts: run.hosts.map(({ id, name }) => ({ id, name })),
    closing: run.closing,
    steps: run.steps.map(stepRecord),
    reboots: run.reboots.map(rebootRecord),
  };
}

function stepRecord({ step: id, host, settled, ...step }: JournaledStep): unknown {
  const { action, before, observed, sentAt, endedAt, outcome, reason, detail } = step;
  const named = { id, host: host.id, hostName: host.name };
  return { ...named, action, before, observed, sentAt, endedAt, outcome, reason, detail, settled };
}

function rebootRecord({ host, ...reboot }: JournaledReboot): unknown {
  const { maintenanceAt, sentAt, endedAt, outcome, reason, detail, inMaintenance, settled } = reboot;
  const named = { host: host.id, hostName: host.name };
  return { ...named, maintenanceAt, sentAt, endedAt, outcome, reason, detail, inMaintenance, settled };
}
