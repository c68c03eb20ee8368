import { z } from 'zod';

/** What the read API answers with. Times are ISO 8601 in UTC. */
const time = z.iso.datetime();
const count = z.number().int().min(0);

export const problem = z
  .object({ code: z.string(), message: z.string() })
  .describe('Every answer with a status of 400 or more');

const hostCounts = {
  hosts: count.describe('All hosts; each is in one of the other counts'),
  failing: count,
  unknowing: count.describe('Hosts not wholly read, none failing'),
  warned: count,
  passing: count,
};

export const totals = z.object({
  ...hostCounts,
  targets: count,
  staleTargets: count,
  stale: count.describe('Hosts of stale vCenters: neither failing nor passing'),
});

export const target = z.object({
  id: count,
  site: z.string(),
  name: z.string(),
  product: z.string().nullable(),
  readAt: time.nullable(),
  failedAt: time.nullable(),
  failedCode: z.string().nullable(),
  failedMessage: z.string().nullable(),
  worker: z.string().nullable(),
  workerVersion: z.string().nullable(),
  isStale: z.boolean().describe('Never read, read too long ago, or failed since: its counts are not known to hold'),
  day: z.iso.date().nullable().describe('The day that the counts are of'),
  hosts: count.nullable(),
  unreachable: count.nullable(),
  failing: count.nullable(),
  unknowing: count.nullable(),
  warned: count.nullable(),
  passing: count.nullable(),
});

export const trendDay = z.object({ ...hostCounts, day: z.iso.date(), unread: count });

export const cluster = z.object({ ...hostCounts, cluster: z.string(), day: z.iso.date() });

export const ruleState = z.object({
  id: count,
  name: z.string(),
  title: z.string(),
  severity: z.string(),
  isAdvisory: z.boolean(),
  fail: count,
  unknown: count,
  warn: count,
  waived: count,
  pass: count,
  stale: count.describe('Findings on hosts of stale vCenters: in none of the other counts'),
});

const verdict = z.enum(['fail', 'unknown', 'warn', 'waived', 'pass', 'not-applicable']);

export const ruleHost = z.object({
  host: count,
  name: z.string(),
  cluster: z.string().nullable(),
  target: count,
  targetName: z.string(),
  site: z.string(),
  isStale: z.boolean(),
  verdict,
  state: z.string().nullable(),
  since: time,
  message: z.string().nullable(),
});

const hostIdentity = {
  id: count,
  name: z.string(),
  cluster: z.string().nullable(),
};

const hostMembers = {
  ...hostIdentity,
  datacenter: z.string().nullable(),
  model: z.string().nullable(),
  release: z.string().nullable(),
  build: z.string().nullable(),
  lastSeen: time,
};

export const hostRow = z.object({ ...hostMembers, fail: count, unknown: count, warn: count });

export const foundHost = z.object({
  ...hostIdentity,
  target: count,
  targetName: z.string(),
  site: z.string(),
  isStale: z.boolean(),
});

export const finding = z.object({
  rule: count,
  name: z.string(),
  title: z.string(),
  severity: z.string(),
  verdict,
  state: z.string().nullable(),
  since: time,
  message: z.string().nullable(),
  observed: z.unknown(),
  expected: z.unknown(),
});

export const host = z.object({
  ...hostMembers,
  target: count,
  targetName: z.string(),
  site: z.string(),
  isStale: z.boolean(),
  readAt: time.nullable(),
  firstSeen: time,
  goneAt: time.nullable(),
  findings: z.array(finding),
});

export const event = z.object({
  at: time,
  rule: count,
  name: z.string(),
  title: z.string(),
  before: verdict.nullable(),
  verdict,
  message: z.string().nullable(),
});

export const changeCounts = z.object({
  newlyFailing: count,
  hosts: count,
  fixed: count,
  newlyUnknown: count,
  other: count,
});

export const change = z.object({
  at: time,
  host: count,
  hostName: z.string(),
  cluster: z.string().nullable(),
  target: count,
  targetName: z.string(),
  site: z.string(),
  rule: count,
  ruleName: z.string(),
  title: z.string(),
  severity: z.string(),
  before: verdict.nullable(),
  verdict,
});

export const waiver = z.object({
  rule: z.string().nullable(),
  host: z.string().nullable(),
  cluster: z.string().nullable(),
  datacenter: z.string().nullable(),
  target: z.string().nullable(),
  reason: z.string().nullable(),
  owner: z.string().nullable(),
  ticket: z.string().nullable(),
  expires: z.string(),
  place: z.string().nullable(),
  daysLeft: z.number().int(),
});

export const attempt = z.object({
  target: count,
  targetName: z.string(),
  site: z.string(),
  worker: z.string(),
  startedAt: time,
  heardAt: time,
  endedAt: time.nullable(),
  outcome: z.enum(['failed', 'lost']).nullable().describe('Null: it is under way'),
  code: z.string().nullable(),
  message: z.string().nullable(),
});

export const shipment = z.object({
  id: z.string(),
  target: count,
  targetName: z.string(),
  site: z.string(),
  judging: z.enum(['waiting', 'dead']),
  receivedAt: time,
  readAt: time,
  tries: count,
  error: z.string().nullable(),
});

export const auditEntry = z.object({
  number: z.string(),
  at: time,
  actor: z.string(),
  action: z.string(),
  detail: z.unknown(),
});

/** A part of a long list. */
export function partOf<Row extends z.ZodType>(
  row: Row,
): z.ZodObject<{ rows: z.ZodArray<Row>; hasMore: z.ZodBoolean; page: z.ZodNumber }> {
  return z.object({ rows: z.array(row), hasMore: z.boolean(), page: z.number().int() });
}
