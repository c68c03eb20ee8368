import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { auditTrail } from '../../queries/audit-trail.ts';
import { changeCounts, changes } from '../../queries/changes.ts';
import { clustersOf } from '../../queries/clusters.ts';
import { estateNow, estateOn, estateTrend, oneTarget, totalsOf } from '../../queries/estate.ts';
import { findHosts, hostFindings, hostFindingsAt, hostsOf, hostTimeline, oneHost } from '../../queries/hosts.ts';
import { attempts, unjudgedShipments } from '../../queries/jobs.ts';
import { exposureStates, oneRule, ruleHosts, ruleStates } from '../../queries/rules.ts';
import type { Page, Paged, View } from '../../queries/view.ts';
import { endingWaivers } from '../../queries/waivers.ts';
import type { WebContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { looked } from '../pages/routes.ts';
import * as asked from '../requests.ts';
import { type Call, routeAdder } from './route-adder.ts';
import * as answers from './schemas.ts';

const size = z.coerce.number().int().min(1).max(500).default(100);
const inParts = z.object({ page: asked.pageNumber, size });
const ofTargetInParts = z.object({ page: asked.pageNumber, size, cluster: asked.byName.shape.name.optional() });
const byNameInParts = z.object({ page: asked.pageNumber, size, name: asked.byName.shape.name });
const byVerdictInParts = z.object({ page: asked.pageNumber, size, verdict: asked.verdict.default('fail') });
const trendDays = z.object({ days: z.coerce.number().int().min(1).max(asked.TREND_DAYS).default(asked.TREND_DAYS) });
const waiverDays = z.object({ days: z.coerce.number().int().min(1).max(3650).default(asked.WAIVER_DAYS) });

/** Every route of the read API. */
export function addRoutes(api: FastifyInstance, context: WebContext): void {
  const add = routeAdder(api, context);
  add({
    url: '/estate',
    summary: 'Counts of hosts over all vCenters that the reader sees',
    query: asked.onDay,
    answer: answers.totals,
    read: async ({ db, view, query: { day } }) => totalsOf(await statesOf(db, view, day)),
  });
  add({
    url: '/trend',
    summary: 'The same, day by day',
    query: trendDays,
    answer: z.array(answers.trendDay),
    read: ({ db, view, query: { days } }) => estateTrend(db, view, { days, target: null }),
  });
  add({
    url: '/vcenters',
    summary: 'vCenters, stale ones among them',
    query: asked.onDay,
    answer: z.array(answers.target),
    read: ({ db, view, query: { day } }) => statesOf(db, view, day),
  });
  add({
    url: '/vcenters/:target',
    summary: 'One vCenter',
    params: asked.ofTarget,
    answer: answers.target,
    read: ({ db, view, params }) => targetOf(db, view, params.target),
  });
  add({
    url: '/vcenters/:target/clusters',
    summary: 'Clusters of a vCenter',
    params: asked.ofTarget,
    answer: z.array(answers.cluster),
    read: async ({ db, view, params: { target } }) => {
      await targetOf(db, view, target);
      return clustersOf(db, view, target);
    },
  });
  add({
    url: '/vcenters/:target/hosts',
    summary: 'Hosts of a vCenter, or of one of its clusters, those that fail most first',
    params: asked.ofTarget,
    query: ofTargetInParts,
    answer: answers.partOf(answers.hostRow),
    read: async ({ db, view, params: { target }, query }) => {
      await targetOf(db, view, target);
      return part(query, (page) => hostsOf(db, view, { target, cluster: query.cluster ?? null, page }));
    },
  });
  add({
    url: '/rules',
    summary: 'Rules, with findings by verdict',
    answer: z.array(answers.ruleState),
    read: ({ db, view }) => ruleStates(db, view),
  });
  add({
    url: '/rules/:rule/hosts',
    summary: 'Hosts that stand to a rule in one way',
    params: asked.ofRule,
    query: byVerdictInParts,
    answer: answers.partOf(answers.ruleHost),
    read: ruleHostsOf,
  });
  add({
    url: '/hosts',
    summary: 'Hosts by a part of their name',
    query: byNameInParts,
    answer: answers.partOf(answers.foundHost),
    read: ({ db, view, query }) => part(query, (page) => findHosts(db, view, { name: query.name, page })),
  });
  add({
    url: '/hosts/:host',
    summary: 'One host with its findings, now or as they were told on a day',
    params: asked.ofHost,
    query: asked.onDay,
    answer: answers.host,
    read: hostOf,
  });
  add({
    url: '/hosts/:host/timeline',
    summary: 'Verdicts of a host that changed within a year, newest first',
    params: asked.ofHost,
    query: inParts,
    answer: answers.partOf(answers.event),
    read: async ({ db, view, reader, params: { host }, query }) => {
      await lookedAt({ db, view, reader, host });
      return part(query, (page) => hostTimeline(db, view, { host, page }));
    },
  });
  add({
    url: '/changes',
    summary: 'What was found otherwise than before since yesterday',
    query: inParts,
    answer: answers.partOf(answers.change),
    read: ({ db, view, query }) => part(query, (page) => changes(db, view, { since: asked.yesterday(view.now), page })),
  });
  add({
    url: '/changes/counts',
    summary: 'How many',
    answer: answers.changeCounts,
    read: ({ db, view }) => changeCounts(db, view, { since: asked.yesterday(view.now), target: null }),
  });
  add({
    url: '/exposure',
    summary: 'Rules of advisories, at the sites whose exposure the reader sees',
    answer: z.array(answers.ruleState),
    read: async ({ db, view, reader }) => {
      await looked(db, reader, { action: 'look-at-exposure', detail: {} });
      return exposureStates(db, view);
    },
  });
  add({
    url: '/waivers',
    summary: 'Waivers that end soon, or ended of late',
    query: waiverDays,
    answer: z.array(answers.waiver),
    read: ({ db, view, query: { days } }) => endingWaivers(db, view, days),
  });
  add({
    url: '/attempts',
    summary: 'Reading that is under way, failed or was lost within a week',
    query: inParts,
    answer: answers.partOf(answers.attempt),
    read: ({ db, view, query }) => part(query, (page) => attempts(db, view, page)),
  });
  add({
    url: '/shipments',
    summary: 'Shipments that could not be judged, or wait for it',
    answer: z.array(answers.shipment),
    read: ({ db, view }) => unjudgedShipments(db, view),
  });
  add({
    url: '/audit',
    summary: 'The audit trail, newest first',
    needs: 'auditor',
    query: inParts,
    answer: answers.partOf(answers.auditEntry),
    read: ({ db, view, reader: { isAuditor }, query }) =>
      part(query, (page) => auditTrail(db, { ...view, isAuditor }, page)),
  });
}

function statesOf(db: WebContext['pool'], view: View, day: string | undefined): ReturnType<typeof estateNow> {
  return day === undefined ? estateNow(db, view) : estateOn(db, view, day);
}

async function targetOf(db: WebContext['pool'], view: View, target: number): Promise<object> {
  const state = await oneTarget(db, view, target);
  if (state === null) throw notFound();
  return state;
}

async function ruleHostsOf({
  db,
  view,
  reader,
  params: { rule },
  query,
}: Call<z.output<typeof asked.ofRule>, z.output<typeof byVerdictInParts>>): Promise<unknown> {
  const one = await oneRule(db, view, rule);
  if (one === null) throw notFound();
  if (one.isAdvisory) await looked(db, reader, { action: 'look-at-exposure', detail: { rule: one.name } });
  return part(query, (page) => ruleHosts(db, view, { rule, verdict: query.verdict, page }));
}

async function hostOf({
  db,
  view,
  reader,
  params: { host },
  query: { day },
}: Call<z.output<typeof asked.ofHost>, z.output<typeof asked.onDay>>): Promise<unknown> {
  const one = await lookedAt({ db, view, reader, host });
  const findings =
    day === undefined
      ? await hostFindings(db, view, host)
      : await hostFindingsAt(db, view, { host, at: asked.endOf(day, view.now) });
  return { ...one, findings };
}

async function lookedAt({
  db,
  view,
  reader,
  host,
}: Pick<Call<unknown, unknown>, 'db' | 'view' | 'reader'> & { readonly host: number }): Promise<object> {
  const one = await oneHost(db, view, host);
  if (one === null) throw notFound();
  await looked(db, reader, {
    action: 'look-at-host',
    detail: { host: one.name, site: one.site, target: one.targetName },
  });
  return one;
}

async function part<Row>(
  { page, size: most }: { readonly page: number; readonly size: number },
  read: (page: Page) => Promise<Paged<Row>>,
): Promise<object> {
  return { ...(await read({ number: page, size: most })), page };
}
