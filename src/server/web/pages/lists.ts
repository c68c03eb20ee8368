import { markup } from '../../../../reports/html/document.ts';
import type { AuditEntry } from '../../queries/audit-trail.ts';
import type { Change, ChangeCounts } from '../../queries/changes.ts';
import type { TargetState } from '../../queries/estate.ts';
import type { Attempt, UnjudgedShipment } from '../../queries/jobs.ts';
import type { Paged } from '../../queries/view.ts';
import type { WaiverRow } from '../../queries/waivers.ts';
import type { PageContent } from './layout.ts';
import { counted, link, named, number, pageLinks, saidPart, tableSection, timePart, verdictPart } from './parts.ts';

/** What was found otherwise than before since yesterday. */
export function changesPage(counts: ChangeCounts, changes: Paged<Change>, page: number): PageContent {
  const { newlyFailing, hosts, fixed, newlyUnknown, other } = counts;
  return {
    title:
      newlyFailing === 0
        ? 'Nothing newly fails since yesterday'
        : `${counted(newlyFailing, 'finding')} newly ${newlyFailing === 1 ? 'fails' : 'fail'} on ${counted(hosts, 'host')}`,
    place: 'Changes since yesterday',
    lead: markup`<ul class="numbers">
      ${number(newlyFailing, 'fail', 'Newly non-compliant', 'findings')}${number(newlyUnknown, 'unknown', 'Became unknown', 'findings')}
      ${number(fixed, 'pass', 'Fixed', 'findings')}${number(other, 'warn', 'Other', 'changes of verdict')}
    </ul>`,
    content: tableSection({
      id: 'changes',
      title: 'Changes',
      caption: 'What fails now first',
      head: ['Host', 'Rule', 'From', 'To', 'When'],
      rows: changes.rows.map((change) => [
        named(link(`/hosts/${change.host}`, change.hostName), markup`${change.targetName} · ${change.site}`),
        named(link(`/rules/${change.rule}`, change.title), change.ruleName),
        change.before === null ? 'first judged' : verdictPart(change.before),
        verdictPart(change.verdict),
        timePart(change.at),
      ]),
      empty: 'No verdict changed.',
      after: pageLinks('/changes', page, changes.hasMore),
    }),
  };
}

/** Waivers that end within `days` days, or have ended as long ago. */
export function waiversPage(waivers: readonly WaiverRow[], days: number): PageContent {
  const ended = waivers.filter(({ daysLeft }) => daysLeft < 0).length;
  return {
    title: `${counted(waivers.length - ended, 'waiver ends', 'waivers end')} within ${days} days, ${ended} ended`,
    place: 'Waivers are changed in the reviewed config, not here',
    content: tableSection({
      id: 'waivers',
      title: 'Waivers ending',
      caption: 'The first to end first',
      head: ['Rule', 'Ends', 'Where', 'Reason', 'Owner', 'Written in'],
      rows: waivers.map((waiver) => [
        waiver.rule,
        named(waiver.expires, endText(waiver.daysLeft)),
        whereText(waiver),
        named(saidPart(waiver.reason), waiver.ticket),
        waiver.owner,
        waiver.place ?? '',
      ]),
      empty: 'None.',
    }),
  };
}

function endText(daysLeft: number): string {
  return daysLeft < 0 ? `ended ${counted(-daysLeft, 'day')} ago` : `${counted(daysLeft, 'day')} left`;
}

function whereText({ host, cluster, datacenter, target }: WaiverRow): string {
  const parts = { host, cluster, datacenter, vCenter: target };
  const said = Object.entries(parts).flatMap(([name, glob]) => (glob === null ? [] : [`${name} ${glob}`]));
  return said.length === 0 ? 'everywhere' : said.join(', ');
}

interface JobsView {
  readonly states: readonly TargetState[];
  readonly attempts: Paged<Attempt>;
  readonly shipments: readonly UnjudgedShipment[];
  readonly page: number;
}

/** What is late, what failed, and what could not be judged. */
export function jobsPage({ states, attempts, shipments, page }: JobsView): PageContent {
  const late = states.filter(({ isStale }) => isStale);
  const dead = shipments.filter(({ judging }) => judging === 'dead');
  return {
    title: `${counted(late.length, 'vCenter is', 'vCenters are')} stale, ${counted(dead.length, 'shipment')} could not be judged`,
    place: 'Jobs',
    content: [lateTable(late), shipmentTable(shipments), attemptTable(attempts, page)],
  };
}

function lateTable(late: readonly TargetState[]): ReturnType<typeof tableSection> {
  return tableSection({
    id: 'late',
    title: 'Stale vCenters',
    caption: 'Not read of late, never read, or failed since',
    head: ['vCenter', 'Last read', 'Failed', 'Why', 'Worker'],
    rows: late.map((state) => [
      named(link(`/vcenters/${state.id}`, state.name), state.site),
      timePart(state.readAt),
      state.failedAt === null ? '–' : timePart(state.failedAt),
      named(state.failedCode ?? 'nothing came', saidPart(state.failedMessage)),
      named(state.worker ?? '–', state.workerVersion),
    ]),
    empty: 'Every vCenter was read of late.',
  });
}

function shipmentTable(shipments: readonly UnjudgedShipment[]): ReturnType<typeof tableSection> {
  return tableSection({
    id: 'shipments',
    title: 'Shipments that are not judged',
    caption: 'Dead: given up after three tries; others wait',
    head: ['vCenter', 'Read', 'Came', 'State', 'Error'],
    rows: shipments.map((shipment) => [
      named(link(`/vcenters/${shipment.target}`, shipment.targetName), shipment.site),
      timePart(shipment.readAt),
      timePart(shipment.receivedAt),
      shipment.judging === 'dead' ? markup`<b class="fail">Dead</b>` : 'Waiting',
      saidPart(shipment.error),
    ]),
    empty: 'All are judged.',
  });
}

function attemptTable(attempts: Paged<Attempt>, page: number): ReturnType<typeof tableSection> {
  return tableSection({
    id: 'attempts',
    title: 'Reading: under way, failed or lost',
    caption: 'Of the last seven days, newest first',
    head: ['vCenter', 'Began', 'Last heard', 'Outcome', 'Worker', 'Error'],
    rows: attempts.rows.map((attempt) => [
      named(link(`/vcenters/${attempt.target}`, attempt.targetName), attempt.site),
      timePart(attempt.startedAt),
      timePart(attempt.heardAt),
      attempt.outcome ?? 'under way',
      attempt.worker,
      named(attempt.code, saidPart(attempt.message)),
    ]),
    empty: 'Nothing failed, and nothing is under way.',
    after: pageLinks('/jobs', page, attempts.hasMore),
  });
}

export function auditPage(entries: Paged<AuditEntry>, page: number): PageContent {
  return {
    title: 'Audit trail',
    place: 'Who did what; entries are chained and never changed',
    content: tableSection({
      id: 'entries',
      title: 'Entries',
      caption: 'Newest first',
      head: ['Number', 'When', 'Who', 'What', 'Detail'],
      rows: entries.rows.map((entry) => [
        entry.number,
        timePart(entry.at),
        entry.actor,
        entry.action,
        markup`<span class="value">${JSON.stringify(entry.detail)}</span>`,
      ]),
      empty: 'Nothing yet.',
      after: pageLinks('/audit', page, entries.hasMore),
    }),
  };
}
