import type { Queryable } from '../../database/queryable.ts';

/** How big a synthetic estate is, and how it moves. */
export interface EstateSize {
  /** Names of sites; vCenters are dealt out to them in turn. */
  readonly sites: readonly string[];
  readonly targets: number;
  /** Of all vCenters together. */
  readonly hosts: number;
  /** The last tenth of them, rounded up, is of advisories. */
  readonly rules: number;
  /** Days of history, today among them. */
  readonly days: number;
  /** Share of findings that change on a day. */
  readonly churn: number;
  readonly now: Date;
  /** Put into every name that a host, file or site can choose. */
  readonly hostile?: string;
}

/** A small one: two sites, four vCenters, one of which is stale. */
export const SMALL: EstateSize = {
  sites: ['oslo', 'zurich'],
  targets: 4,
  hosts: 40,
  rules: 20,
  days: 10,
  churn: 0.05,
  now: new Date('2026-12-01T08:00:00Z'),
};

/** What a page could be made to run, or to load, by a name. */
export const HOSTILE = `<script>globalThis.taken=1</script>"><img src=x onerror=globalThis.taken=1>'--\${7*7}%00\\u0007;DROP TABLE host`;

/**
 * Fills an empty database with an estate, the same for the same size. A name of a site is in every name of what belongs to it, so that
 * it can be looked for where it must not be. vCenter 1 of every ten, and always the last, is stale: its last reading failed.
 */
export async function insertEstate(db: Queryable, size: EstateSize): Promise<void> {
  await db.query('SET session_replication_role = replica');
  await db.query('SELECT setseed(0.19)');
  await db.query(SIZE, [
    size.sites,
    size.targets,
    size.hosts,
    size.rules,
    size.days,
    size.churn,
    size.now,
    size.hostile ?? '',
  ]);
  for (const month of monthsOf(size)) await db.query(partition(month));
  for (const statement of STATEMENTS) await db.query(statement);
  await db.query('SET session_replication_role = DEFAULT');
  await db.query('DROP TABLE estate_size');
}

function monthsOf({ now, days }: EstateSize): readonly Date[] {
  const first = new Date(now.getTime() - (days + 1) * 86_400_000);
  const months: Date[] = [];
  for (let month = monthStart(first, 0); month <= now; month = monthStart(month, 1)) months.push(month);
  return months;
}

function monthStart(day: Date, later: number): Date {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + later, 1));
}

function partition(month: Date): string {
  const [from, to] = [month, monthStart(month, 1)].map((day) => day.toISOString());
  const name = `finding_past_${from?.slice(0, 7).replace('-', '_')}`;
  return `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF finding_past FOR VALUES FROM ('${from}') TO ('${to}')`;
}

const SIZE = `
  CREATE TEMPORARY TABLE estate_size AS SELECT $1::text[] AS sites, $2::int AS targets, $3::int AS hosts, $4::int AS rules,
    $5::int AS days, $6::float8 AS churn, $7::timestamptz AS now, $8::text AS hostile`;

/** Numbers from 0 to 999 that look like chance and are the same each time. */
const CHANCE = '(abs(hashint8extended(host::bigint * 100003 + rule::bigint * 17, spell::bigint)) % 1000)';

const VERDICT = `(CASE WHEN ${CHANCE} < 4 THEN 'fail' WHEN ${CHANCE} < 6 THEN 'unknown' WHEN ${CHANCE} < 14 THEN 'warn'
  WHEN ${CHANCE} < 24 THEN 'waived' WHEN ${CHANCE} < 950 THEN 'pass' ELSE 'not-applicable' END)::verdict`;

const WHO = `
  INSERT INTO site (name, heard_at) SELECT unnest(sites), now FROM estate_size`;

const TARGETS = `
  INSERT INTO target (site, name, identity, url, product, added_at, read_at, failed_at, failed_code, failed_message, worker, worker_version)
  SELECT site, format('vc%s.%s.example%s', n, site, hostile), format('identity-%s-%s', site, n), 'https://vc' || n || '.' || site || '.example',
    'VMware vCenter Server 8.0.3', now - make_interval(days => days + 1),
    CASE WHEN is_stale THEN now - interval '3 days' ELSE now - make_interval(mins => n) END,
    CASE WHEN is_stale THEN now - interval '1 hour' END, CASE WHEN is_stale THEN 'LOGIN_REFUSED' END,
    CASE WHEN is_stale THEN format('vc%s.%s.example refused the account%s', n, site, hostile) END,
    format('worker-%s%s', site, hostile), '1.1.0'
  FROM estate_size, generate_series(1, targets) n,
    LATERAL (SELECT sites[1 + (n - 1) % array_length(sites, 1)] AS site, n % 10 = 9 OR n = targets AS is_stale) of_site`;

const SHIPMENTS = `
  INSERT INTO shipment (sha256, target, key_id, signature, received_at, read_from, read_at, hosts, judging)
  SELECT sha256(target.id::text::bytea), target.id, repeat('0', 64), decode(repeat('00', 64), 'hex'), read_at, read_at - interval '5 minutes',
    read_at, hosts / targets, 'judged' FROM target, estate_size ORDER BY target.id`;

const DEAD = `
  INSERT INTO shipment (sha256, target, key_id, signature, received_at, read_from, read_at, hosts, judging, tries, error)
  SELECT sha256(('dead' || target.id)::bytea), target.id, repeat('0', 64), decode(repeat('00', 64), 'hex'), now, now, now, 0, 'dead', 3,
    format('the snapshot of %s ends in the middle of a host%s', target.site, hostile) FROM target, estate_size
  WHERE target.id % 4 = 0 OR target.id <= array_length(sites, 1)`;

const ATTEMPTS = `
  INSERT INTO attempt (id, job, target, worker, started_at, heard_at, ended_at, outcome, code, message)
  SELECT gen_random_uuid(), gen_random_uuid(), target.id, worker, now - interval '1 hour', now - interval '1 hour', now - interval '50 minutes',
    CASE WHEN failed_at IS NULL THEN 'shipped' ELSE 'failed' END, failed_code, failed_message FROM target, estate_size`;

const RULES = `
  INSERT INTO rule (name, title, severity, report)
  SELECT format(CASE WHEN is_advisory THEN 'advisories/vmsa-%s' ELSE 'hardening/rule-%s' END, n),
    format('Hosts have setting %s as it is expected%s', n, hostile), (ARRAY['critical', 'high', 'medium', 'low'])[1 + n % 4],
    jsonb_build_object('id', n, 'title', n) || CASE WHEN is_advisory THEN jsonb_build_object('advisory', jsonb_build_object('id', n)) ELSE '{}' END
  FROM estate_size, generate_series(1, rules) n, LATERAL (SELECT n > rules - ceil(rules / 10.0) AS is_advisory) kind`;

const RULESET = `
  INSERT INTO ruleset (hash, loaded_at, tool_version, waivers)
  SELECT sha256('rules'), now, '1.1.0', (SELECT jsonb_agg(jsonb_build_object('rule', 'hardening/rule-1', 'host', '*.' || site || '.example*',
      'cluster', NULL, 'reason', format('the %s hardware is replaced%s', site, hostile), 'owner', 'ops@' || site || '.example' || hostile,
      'ticket', NULL, 'expires', (now + interval '10 days')::date, 'place', 'esxcheck.yaml:12', 'state', 'expiring')) FROM unnest(sites) site)
  FROM estate_size`;

const SCANS = `
  INSERT INTO scan (shipment, target, ruleset, judged_at, read_at, told_at, is_current, hosts, unreachable, verdicts, states)
  SELECT shipment.id, shipment.target, 1, received_at, read_at, read_at, true, hosts, 0, '{}', '{}' FROM shipment WHERE judging = 'judged' ORDER BY id`;

const HOSTS = `
  INSERT INTO host (target, scan_id, name, cluster, datacenter, model, release, build, first_seen, last_seen, document)
  SELECT target.id, format('identity-%s/host-%s', target.id, n), format('esx%s.%s.example%s', lpad(n::text, 5, '0'), site, hostile),
    CASE WHEN n % 17 = 0 THEN NULL ELSE format('%s-cluster-%s%s', site, n / targets / 24 + 1, hostile) END,
    format('dc-%s%s', site, hostile), format('ProLiant DL380 Gen10%s', hostile), 'ESXi 8.0 Update 3', '24022510', added_at, read_at, '{}'
  FROM estate_size, generate_series(1, hosts) n JOIN target ON true WHERE target.id = 1 + (n - 1) % targets ORDER BY n`;

const BODIES = `
  INSERT INTO body (hash, content)
  SELECT sha256((rule.id || verdict::text)::bytea), jsonb_build_object('severity', severity, 'verdict', verdict, 'observed', 'FALSE' || hostile,
    'expected', 'TRUE', 'message', format('setting %s is FALSE; expected TRUE%s', rule.id, hostile), 'notes', '[]'::jsonb)
  FROM rule, estate_size, unnest(enum_range(NULL::verdict)) verdict ORDER BY rule.id, verdict`;

/** The body of a rule and verdict, by how they were inserted. */
const BODY = `((rule - 1) * 6 + array_position(enum_range(NULL::verdict), verdict))`;

/** When findings changed: so many pairs a day, drawn by a seeded chance; a pair that is drawn twice changed once. */
const EVENTS = `
  CREATE TEMPORARY TABLE estate_event AS
  SELECT host, rule, spell, host.target, host.last_seen - make_interval(days => spell) AS at FROM (
    SELECT DISTINCT 1 + floor(random() * hosts)::int AS host, 1 + floor(random() * rules)::int AS rule, spell
    FROM estate_size, generate_series(0, days - 1) spell, generate_series(1, (hosts * rules * churn)::int)
  ) drawn JOIN host ON host.id = drawn.host`;

const PAST = `
  INSERT INTO finding_past (host, rule, body, scan, since, until, verdict)
  SELECT host, rule, ${BODY}, target, since, at, verdict FROM (
    SELECT *, ${VERDICT} AS verdict FROM (
      SELECT event.host, event.rule, event.target, event.at, 1 + event.spell AS spell,
        coalesce(lag(event.at) OVER (PARTITION BY event.host, event.rule ORDER BY event.at), host.first_seen) AS since
      FROM estate_event event JOIN host ON host.id = event.host
    ) spells WHERE since < at
  ) judged`;

/** Written in the order in which they changed, as merging day by day leaves them. */
const NOW = `
  INSERT INTO finding_now (host, rule, body, scan, since, verdict)
  SELECT host, rule, ${BODY}, target, since, verdict FROM (
    SELECT *, ${VERDICT} AS verdict FROM (
      SELECT host.id AS host, rule.id AS rule, host.target, 0 AS spell, coalesce(event.at, host.first_seen) AS since
      FROM host CROSS JOIN rule
      LEFT JOIN (SELECT host, rule, max(at) AS at FROM estate_event GROUP BY host, rule) event ON event.host = host.id AND event.rule = rule.id
    ) pairs
  ) judged ORDER BY since::date, host, rule`;

const COUNTS = `count(*) AS hosts, count(*) FILTER (WHERE worst = 'fail') AS failing, count(*) FILTER (WHERE worst = 'unknown') AS unknowing,
  count(*) FILTER (WHERE worst = 'warn') AS warned, count(*) FILTER (WHERE worst > 'warn') AS passing`;

const WORST = `
  CREATE TEMPORARY TABLE estate_worst AS SELECT host.target, coalesce(host.cluster, '') AS cluster, min(verdict) AS worst
  FROM finding_now JOIN host ON host.id = finding_now.host GROUP BY host.id`;

/** The days before are as today, but for one host of each tenth day that failed. */
const TALLY_DAY = `
  INSERT INTO tally_day (day, target, hosts, unreachable, failing, unknowing, warned, passing, verdicts)
  SELECT target.read_at::date - ago, target.id, hosts, 0, failing + moved, unknowing, warned, passing - moved, verdicts
  FROM target JOIN (SELECT target, ${COUNTS} FROM estate_worst GROUP BY target) worst ON worst.target = target.id
  JOIN (SELECT target, jsonb_object_agg(verdict, n) AS verdicts FROM (
    SELECT target, verdict, count(*) AS n FROM finding_now JOIN host ON host.id = finding_now.host GROUP BY 1, 2) counted GROUP BY target
  ) found ON found.target = target.id
  CROSS JOIN (SELECT ago FROM estate_size, generate_series(0, days - 1) ago) past
  CROSS JOIN LATERAL (SELECT least(passing, ago / 10 + ago % 3) AS moved) moves`;

const TALLY_RULE = `
  INSERT INTO tally_rule (day, target, rule, verdicts)
  SELECT read_at::date - ago, id, rule, jsonb_object_agg(verdict, n) FROM (
    SELECT target.id, target.read_at, rule, verdict, count(*) AS n
    FROM finding_now JOIN host ON host.id = finding_now.host JOIN target ON target.id = host.target GROUP BY 1, 2, 3, 4
  ) counted CROSS JOIN (SELECT ago FROM estate_size, generate_series(0, days - 1) ago) past GROUP BY id, read_at, ago, rule`;

const TALLY_CLUSTER = `
  INSERT INTO tally_cluster (day, target, cluster, hosts, failing, unknowing, warned, passing)
  SELECT read_at::date - ago, id, cluster, hosts, failing, unknowing, warned, passing
  FROM target JOIN (SELECT target, cluster, ${COUNTS} FROM estate_worst GROUP BY target, cluster) worst ON worst.target = target.id
  CROSS JOIN (SELECT ago FROM estate_size, generate_series(0, days - 1) ago) past`;

const TABLES = [
  'site',
  'target',
  'host',
  'rule',
  'body',
  'finding_now',
  'finding_past',
  'attempt',
  'shipment',
  'tally_day',
  'tally_rule',
  'tally_cluster',
];

const FILLING = [
  WHO,
  TARGETS,
  SHIPMENTS,
  DEAD,
  ATTEMPTS,
  RULES,
  RULESET,
  SCANS,
  HOSTS,
  BODIES,
  EVENTS,
  PAST,
  NOW,
  WORST,
];

const STATEMENTS = [
  ...FILLING,
  TALLY_DAY,
  TALLY_RULE,
  TALLY_CLUSTER,
  'DROP TABLE estate_event, estate_worst',
  ...TABLES.map((table) => `ANALYZE ${table}`),
];
