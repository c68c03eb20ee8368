import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { estateAsOf } from '../../judge/as-of.ts';
import type { Judgement } from '../../judge/judgement.ts';
import { merge } from '../../judge/merge.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

let server: TestPostgres;
let pool: Pool;

beforeAll(async () => {
  server = await startPostgres();
  pool = openPool({ url: server.url(), password: null }, 4);
  await pool.query(await readFile(new URL('../../database/migrations/0001-first.sql', import.meta.url), 'utf8'));
  await pool.query('CREATE TABLE rest PARTITION OF finding_past DEFAULT');
  await pool.query("INSERT INTO site (name) VALUES ('fra')");
});

afterAll(async () => {
  await pool.end();
  await server[Symbol.asyncDispose]();
});

/** One reading: a verdict for each of three hosts by each of two rules; null: the host is not listed. */
interface Read {
  readonly hour: number;
  readonly hosts: readonly (readonly Verdict[] | null)[];
  readonly end: 'whole' | 'lost' | 'unread';
  readonly how: 'once' | 'twice' | 'killed';
  readonly again: boolean;
}
type Verdict = 'pass' | 'fail' | 'unknown';

const verdict = fc.constantFrom<Verdict>('pass', 'fail', 'unknown');
const reading: fc.Arbitrary<Read> = fc.record({
  hour: fc.integer({ min: 0, max: 40 }),
  hosts: fc.array(fc.option(fc.array(verdict, { minLength: 2, maxLength: 2 })), { minLength: 3, maxLength: 3 }),
  end: fc.constantFrom('whole', 'whole', 'lost', 'unread'),
  how: fc.constantFrom('once', 'twice', 'killed'),
  again: fc.boolean(),
});

type Estate = ReadonlyMap<string, Verdict>;

/** What the laws say, told anew: an estate at each hour that something was told. */
class Told {
  readonly estates: { readonly at: number; readonly estate: Estate }[] = [];
  #newest = -1;

  take({ hour, hosts, end }: Read): void {
    if (end === 'unread' || hour <= this.#newest) return;
    this.#newest = hour;
    const before = this.now;
    const estate = new Map<string, Verdict>(end === 'whole' ? [] : before);
    for (const [host, verdicts] of hosts.entries()) {
      for (const [rule, found] of (verdicts ?? []).entries()) {
        const known = before.get(`${host} ${rule}`);
        const stays = end === 'lost' && found === 'unknown' && known !== undefined;
        estate.set(`${host} ${rule}`, stays ? known : found);
      }
    }
    this.estates.push({ at: hour, estate });
  }

  get now(): Estate {
    return this.asOf(Infinity);
  }

  asOf(hour: number): Estate {
    return this.estates.findLast(({ at }) => at <= hour)?.estate ?? new Map();
  }
}

const START = Date.UTC(2027, 0, 30);
const at = (hour: number): Date => new Date(START + hour * 3_600_000);

function judgementOf({ hour, hosts, end }: Read): Judgement {
  const listed = hosts.flatMap((verdicts, host) => (verdicts === null || end === 'unread' ? [] : [{ verdicts, host }]));
  const names: readonly Verdict[] = ['pass', 'fail', 'unknown'];
  return {
    rulesHash: '0'.repeat(64),
    readAt: at(hour).toISOString(),
    error: end === 'whole' ? null : { code: end === 'lost' ? 'TARGET_LOST' : 'CONNECT_FAILED', message: 'gone' },
    isLost: end === 'lost',
    unreachable: 0,
    verdicts: {},
    states: {},
    hosts: listed.map(({ host }) => ({
      scanId: `vc/host-${host}`,
      name: `esx${host}`,
      cluster: null,
      datacenter: null,
      model: null,
      release: null,
      build: null,
      document: '{}',
    })),
    rules: [0, 1].map((rule) => ({ name: `test/${rule}`, title: 'T', severity: 'low', report: '{}' })),
    bodies: names.map((name) => ({
      hash: createHash('sha256').update(name).digest('hex'),
      identity: null,
      content: '{}',
    })),
    findings: listed.flatMap(({ verdicts }, host) =>
      verdicts.map((found, rule) => [host, rule, names.indexOf(found), found, null, found === 'unknown'] as const),
    ) as Judgement['findings'],
  };
}

let made = 0;

async function targetOf(): Promise<number> {
  made += 1;
  const { rows } = await pool.query("INSERT INTO target (site, name) VALUES ('fra', $1) RETURNING id", [`vc${made}`]);
  return rows[0].id;
}

async function shipmentOf(target: number, { hour }: Read): Promise<string> {
  made += 1;
  const { rows } = await pool.query(
    `INSERT INTO shipment (sha256, target, key_id, signature, read_from, read_at, hosts)
     VALUES ($1, $2, 'k', $3, $4, $4, 0) RETURNING id`,
    [createHash('sha256').update(String(made)).digest(), target, Buffer.alloc(64), at(hour)],
  );
  return rows[0].id;
}

async function rulesetOf(name: string): Promise<number> {
  const hash = createHash('sha256').update(name).digest();
  await pool.query("INSERT INTO ruleset (hash, tool_version) VALUES ($1, '1') ON CONFLICT DO NOTHING", [hash]);
  return (await pool.query('SELECT id FROM ruleset WHERE hash = $1', [hash])).rows[0].id;
}

/** Merges as the case wants it: beside itself, or broken off before it was committed and done again. */
async function mergeAs(target: number, read: Read, shipment: string): Promise<void> {
  const judged = { shipment, target, ruleset: await rulesetOf('first'), isWhole: true, againAt: null };
  const once = (): Promise<void> => inTransaction(pool, (client) => merge(client, judged, judgementOf(read)));
  if (read.how === 'killed') {
    const client = await pool.connect();
    client.on('error', () => undefined);
    await client.query('BEGIN');
    await merge(client, judged, judgementOf(read));
    client.release(true);
  }
  await Promise.all(read.how === 'twice' ? [once(), once()] : [once()]);
}

async function storedAsOf(target: number, moment: Date): Promise<Estate> {
  const stood = await estateAsOf(pool, moment, [target]);
  const { rows: hosts } = await pool.query('SELECT id, scan_id FROM host WHERE target = $1', [target]);
  const { rows: rules } = await pool.query('SELECT id, name FROM rule');
  const hostOf = new Map(hosts.map(({ id, scan_id }) => [id, scan_id.slice('vc/host-'.length)]));
  const ruleOf = new Map(rules.map(({ id, name }) => [id, name.slice('test/'.length)]));
  const estate = stood.map(({ host, rule, verdict: found }) => [`${hostOf.get(host)} ${ruleOf.get(rule)}`, found]);
  expect(new Set(estate.map(([key]) => key)).size, 'no two intervals hold one moment').toBe(estate.length);
  return new Map(estate as [string, Verdict][]);
}

const sorted = (estate: Estate): readonly unknown[] => [...estate].toSorted(([one], [other]) => (one < other ? -1 : 1));

test('whatever comes, in whatever order: now is what the newest facts say, and each hour of the past what was told then', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 8 }), async (readings) => {
      const target = await targetOf();
      const told = new Told();
      for (const read of readings) {
        const shipment = await shipmentOf(target, read);
        await mergeAs(target, read, shipment);
        told.take(read);
        const { rows } = await pool.query('SELECT count(*)::int AS scans FROM scan WHERE shipment = $1', [shipment]);
        expect(rows[0].scans).toBe(1);
      }
      for (let hour = 0; hour <= 41; hour++) {
        expect(sorted(await storedAsOf(target, at(hour)))).toEqual(sorted(told.asOf(hour)));
      }
    }),
    { numRuns: 25, seed: Number(process.env['ESXCHECK_SEED'] ?? Date.now() % 1_000_000) },
  );
});

const WELL: Read = {
  hour: 1,
  hosts: [['pass', 'pass'], ['pass', 'fail'], null],
  end: 'whole',
  how: 'once',
  again: false,
};

test('judged again, what was told before stays told, and what is told now counts from now', async () => {
  const target = await targetOf();
  const shipment = await shipmentOf(target, WELL);
  await mergeAs(target, WELL, shipment);
  const judged = { shipment, target, ruleset: await rulesetOf('second'), isWhole: true, againAt: at(9) };
  const stricter: Read = { ...WELL, hosts: [['fail', 'pass'], ['pass', 'fail'], null] };
  await inTransaction(pool, (client) => merge(client, judged, judgementOf(stricter)));
  expect((await storedAsOf(target, at(8))).get('0 0')).toBe('pass');
  expect((await storedAsOf(target, at(9))).get('0 0')).toBe('fail');
  const { rows } = await pool.query('SELECT failing, unknowing, hosts FROM tally_day WHERE target = $1', [target]);
  expect(rows).toEqual([{ failing: 2, unknowing: 0, hosts: 2 }]);
});

test('a reading of which it is not known that it was whole takes no host away', async () => {
  const target = await targetOf();
  await mergeAs(target, WELL, await shipmentOf(target, WELL));
  const part: Read = { ...WELL, hour: 2, hosts: [['pass', 'pass'], null, null] };
  const judged = { target, ruleset: await rulesetOf('first'), againAt: null };
  const shipment = await shipmentOf(target, part);
  await inTransaction(pool, (client) => merge(client, { ...judged, shipment, isWhole: false }, judgementOf(part)));
  expect((await storedAsOf(target, at(3))).get('1 1')).toBe('fail');
});
