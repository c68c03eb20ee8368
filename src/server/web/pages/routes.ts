import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { audit } from '../../audit/append.ts';
import { inTransaction } from '../../database/transaction.ts';
import { auditTrail } from '../../queries/audit-trail.ts';
import { changeCounts, changes } from '../../queries/changes.ts';
import { clustersOf, oneCluster } from '../../queries/clusters.ts';
import { estateNow, estateOn, estateTrend, oneTarget } from '../../queries/estate.ts';
import { findHosts, hostFindings, hostFindingsAt, hostsOf, hostTimeline, oneHost } from '../../queries/hosts.ts';
import { attempts, unjudgedShipments } from '../../queries/jobs.ts';
import { exposureStates, oneRule, ruleHosts, ruleStates } from '../../queries/rules.ts';
import type { Page, View } from '../../queries/view.ts';
import { endingWaivers } from '../../queries/waivers.ts';
import { viewOf, type WebContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { readerIn } from '../login/authenticate.ts';
import { mayRead, type Need, type Reader } from '../login/reader.ts';
import * as asked from '../requests.ts';
import { estateDayPage, estatePage } from './estate.ts';
import { foundPage, hostPage } from './host.ts';
import { type PageContent, pageText, STYLE_SHEET } from './layout.ts';
import { auditPage, changesPage, jobsPage, waiversPage } from './lists.ts';
import { exposurePage, rulePage, rulesPage } from './rules.ts';
import { clusterPage, vcenterPage } from './vcenter.ts';

/** What a page is made of: the database, the reader, and what the address says. */
interface Visit<Params, Query> {
  readonly db: WebContext['pool'];
  readonly view: View;
  readonly reader: Reader;
  readonly params: Params;
  readonly query: Query;
}

interface PageRoute<Params extends z.ZodType, Query extends z.ZodType> {
  readonly url: string;
  readonly needs?: Need;
  readonly params?: Params;
  readonly query?: Query;
  readonly page: (visit: Visit<z.output<Params>, z.output<Query>>) => Promise<PageContent>;
}

/** Every page of the web. */
export function addPages(web: FastifyInstance, context: WebContext): void {
  const add = pageAdder(web, context);
  web.get(STYLE_SHEET.path, { config: { needs: 'nobody' } }, (_, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(STYLE_SHEET.text),
  );
  add({ url: '/', query: asked.onDay, page: estate });
  add({ url: '/vcenters/:target', params: asked.ofTarget, query: asked.onePart, page: vcenter });
  add({ url: '/vcenters/:target/cluster', params: asked.ofTarget, query: asked.byName, page: cluster });
  add({ url: '/rules', page: async ({ db, view }) => rulesPage(await ruleStates(db, view)) });
  add({ url: '/rules/:rule', params: asked.ofRule, query: asked.byVerdict, page: rule });
  add({ url: '/hosts', query: asked.byName, page: found });
  add({ url: '/hosts/:host', params: asked.ofHost, query: asked.onDayInParts, page: host });
  add({ url: '/changes', query: asked.onePart, page: changed });
  add({ url: '/exposure', page: exposure });
  add({ url: '/waivers', page: waivers });
  add({ url: '/jobs', query: asked.onePart, page: jobs });
  add({ url: '/audit', needs: 'auditor', query: asked.onePart, page: auditEntries });
}

function pageAdder(web: FastifyInstance, context: WebContext) {
  return <Params extends z.ZodType, Query extends z.ZodType>({
    url,
    needs = 'viewer',
    params,
    query,
    page,
  }: PageRoute<Params, Query>): void => {
    const schema = {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
    };
    web.get(url, { config: { needs }, schema }, async (request: FastifyRequest, reply: FastifyReply) => {
      const reader = readerIn(request);
      const visit = { db: context.pool, view: viewOf(context, reader), reader };
      // Parsed by the schemas above.
      const parsed = { params: request.params as z.output<Params>, query: request.query as z.output<Query> };
      const content = await page({ ...visit, ...parsed });
      return reply.type('text/html; charset=utf-8').send(pageText(content, reader, url));
    });
  };
}

function part(number: number): Page {
  return { number, size: asked.PAGE_SIZE };
}

async function estate({
  db,
  view,
  query: { day },
}: Visit<unknown, z.output<typeof asked.onDay>>): Promise<PageContent> {
  if (day !== undefined) return estateDayPage(day, await estateOn(db, view, day));
  const [states, counts, rules, trend] = await Promise.all([
    estateNow(db, view),
    changeCounts(db, view, { since: asked.yesterday(view.now), target: null }),
    ruleStates(db, view),
    estateTrend(db, view, { days: asked.TREND_DAYS, target: null }),
  ]);
  return estatePage({ now: view.now, states, changes: counts, rules, trend });
}

type OfTarget = z.output<typeof asked.ofTarget>;

async function vcenter({
  db,
  view,
  params: { target },
  query: { page },
}: Visit<OfTarget, z.output<typeof asked.onePart>>): Promise<PageContent> {
  const state = await oneTarget(db, view, target);
  if (state === null) throw notFound();
  const [clusters, rules, counts, hosts] = await Promise.all([
    clustersOf(db, view, target),
    ruleStates(db, view, target),
    changeCounts(db, view, { since: asked.yesterday(view.now), target }),
    hostsOf(db, view, { target, cluster: null, page: part(page) }),
  ]);
  // Of a stale one, the counts are in a column of their own: here they are what was told last.
  return vcenterPage({ state, clusters, rules, changes: counts, hosts, page });
}

async function cluster({
  db,
  view,
  params: { target },
  query: { name, page },
}: Visit<OfTarget, z.output<typeof asked.byName>>): Promise<PageContent> {
  const [state, one] = await Promise.all([
    oneTarget(db, view, target),
    oneCluster(db, view, { target, cluster: name }),
  ]);
  if (state === null || one === null) throw notFound();
  const hosts = await hostsOf(db, view, { target, cluster: name, page: part(page) });
  return clusterPage({ state, cluster: one, hosts, page });
}

async function rule({
  db,
  view,
  reader,
  params,
  query: { verdict, page },
}: Visit<z.output<typeof asked.ofRule>, z.output<typeof asked.byVerdict>>): Promise<PageContent> {
  const one = await oneRule(db, view, params.rule);
  if (one === null) throw notFound();
  if (one.isAdvisory) await looked(db, reader, { action: 'look-at-exposure', detail: { rule: one.name } });
  const [states, hosts] = await Promise.all([
    ruleStates(db, view),
    ruleHosts(db, view, { rule: params.rule, verdict, page: part(page) }),
  ]);
  return rulePage({ rule: one, state: states.find(({ id }) => id === params.rule) ?? null, verdict, hosts, page });
}

async function found({
  db,
  view,
  query: { name, page },
}: Visit<unknown, z.output<typeof asked.byName>>): Promise<PageContent> {
  return foundPage(name, await findHosts(db, view, { name, page: part(page) }), page);
}

async function host({
  db,
  view,
  reader,
  params,
  query: { day, page },
}: Visit<z.output<typeof asked.ofHost>, z.output<typeof asked.onDayInParts>>): Promise<PageContent> {
  const one = await oneHost(db, view, params.host);
  if (one === null) throw notFound();
  await looked(db, reader, {
    action: 'look-at-host',
    detail: { host: one.name, site: one.site, target: one.targetName },
  });
  const [findings, events] = await Promise.all([
    day === undefined
      ? hostFindings(db, view, one.id)
      : hostFindingsAt(db, view, { host: one.id, at: asked.endOf(day, view.now) }),
    hostTimeline(db, view, { host: one.id, page: part(page) }),
  ]);
  return hostPage({ host: one, findings, events, page, day: day ?? null });
}

async function changed({
  db,
  view,
  query: { page },
}: Visit<unknown, z.output<typeof asked.onePart>>): Promise<PageContent> {
  const since = asked.yesterday(view.now);
  const [counts, list] = await Promise.all([
    changeCounts(db, view, { since, target: null }),
    changes(db, view, { since, page: part(page) }),
  ]);
  return changesPage(counts, list, page);
}

async function exposure({ db, view, reader }: Visit<unknown, unknown>): Promise<PageContent> {
  await looked(db, reader, { action: 'look-at-exposure', detail: {} });
  return exposurePage(await exposureStates(db, view));
}

async function waivers({ db, view }: Visit<unknown, unknown>): Promise<PageContent> {
  return waiversPage(await endingWaivers(db, view, asked.WAIVER_DAYS), asked.WAIVER_DAYS);
}

async function jobs({
  db,
  view,
  query: { page },
}: Visit<unknown, z.output<typeof asked.onePart>>): Promise<PageContent> {
  const [states, tries, shipments] = await Promise.all([
    estateNow(db, view),
    attempts(db, view, part(page)),
    unjudgedShipments(db, view),
  ]);
  return jobsPage({ states, attempts: tries, shipments, page });
}

async function auditEntries({
  db,
  view,
  reader,
  query: { page },
}: Visit<unknown, z.output<typeof asked.onePart>>): Promise<PageContent> {
  return auditPage(await auditTrail(db, { ...view, isAuditor: mayRead(reader, 'auditor') }, part(page)), page);
}

/** Written down before anything is shown: a look that cannot be written down is not had. */
export function looked(
  db: WebContext['pool'],
  { actor }: Reader,
  event: { readonly action: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  return inTransaction(db, (client) => audit(client, { actor, ...event }));
}
