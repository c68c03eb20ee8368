import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareFacts, type HostFacts } from '../../src/model/facts.ts';
import { read } from '../../src/model/reading.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { KEPT_AT_SITE, withoutFacts } from '../../src/site/leave-out.ts';
import { packedShipment, partsOf, targetNameOf, withoutAccounts } from '../../src/site/shipment.ts';
import { decodeSnapshot } from '../../src/snapshot/decode.ts';
import { snapshots } from '../snapshot/arbitrary.ts';
import { snapshotOf } from './support.ts';

const SECRET = 'jane.doe@example.com';

function decoded(packed: Buffer): Promise<Snapshot> {
  return decodeSnapshot(gunzipSync(packed).toString().split('\n').slice(0, -1));
}

test('a shipment is one target, whole, and named by the hash of what was packed', async () => {
  await fc.assert(
    fc.asyncProperty(snapshots, async (snapshot) => {
      for (const part of partsOf(snapshot, { leaveOut: [] })) {
        const { packed, sha256 } = await packedShipment(part);
        expect(createHash('sha256').update(gunzipSync(packed)).digest('hex')).toBe(sha256);
        const { targets, facts } = await decoded(packed);
        expect(targets).toHaveLength(1);
        expect(facts.map(({ host }) => host.name)).toEqual(
          snapshot.facts.filter(({ host }) => host.target === targets[0]?.url).map(({ host }) => host.name),
        );
        expect((await packedShipment(part)).packed.equals(packed)).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});

test('the account that read is in no shipment, whatever a server said of it', async () => {
  const whole = snapshotOf('vc01');
  const [target] = whole.targets;
  const lost = { code: 'TARGET_LOST', message: `vc01 logs Jane.Doe@example.com out` };
  const snapshot = { ...whole, targets: target === undefined ? [] : [{ ...target, account: SECRET, error: lost }] };
  const parts = [...partsOf(snapshot, { leaveOut: [], accounts: [SECRET] })];
  expect(parts).toHaveLength(1);
  for (const part of parts) {
    const text = gunzipSync((await packedShipment(part)).packed).toString();
    expect(text).not.toMatch(/jane/i);
    expect(text).toContain('(account)');
  }
});

test('no name of an account is left in a sentence, whatever signs it has', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 3 }), fc.string(), (account, around) => {
      const cleaned = withoutAccounts(`${around}${account}${around}`, [account]);
      fc.pre(!'(account)'.includes(account.toLowerCase()) && !`${around}(account)${around}`.includes(account));
      expect(cleaned).not.toContain(account);
    }),
  );
});

test('a target that told nothing is not shipped: it is not known, and never gone', () => {
  const whole = snapshotOf('vc01');
  const failed = { ...snapshotOf('vc02').targets[0], error: { code: 'TIMEOUT', message: 'x' } };
  const snapshot = { ...whole, targets: [...whole.targets, failed as (typeof whole.targets)[number]] };
  expect([...partsOf(snapshot, { leaveOut: [] })].map(({ targets }) => targets[0]?.url)).toEqual(['https://vc01/sdk']);
});

test('a fact that stays is unread with the reason, asked for or not, and its value is nowhere', async () => {
  await fc.assert(
    fc.asyncProperty(snapshots, async (snapshot) => {
      for (const facts of snapshot.facts) {
        const personal = withPersonal(facts);
        const left = withoutFacts(personal, NAMES);
        expect(left.properties.get('host.lockdownExceptions')).toEqual(KEPT_AT_SITE);
        expect(left.options.get('Config.HostAgent.plugins')).toEqual(KEPT_AT_SITE);
        expect(left.esxcli.get('system account list --x="1"')).toEqual(KEPT_AT_SITE);
        expect(left.esxcli.get('system account list')).toEqual(KEPT_AT_SITE);
        expect(left.kernel.get('iovDisableIR')).toEqual(KEPT_AT_SITE);
        expect([left.services, left.vibs, left.firewall]).toEqual([KEPT_AT_SITE, KEPT_AT_SITE, KEPT_AT_SITE]);
        const part = {
          ...snapshotOf('vc01'),
          facts: [{ ...left, host: { ...left.host, target: 'https://vc01/sdk' } }],
        };
        const { packed } = await packedShipment(part);
        expect(gunzipSync(packed).toString()).not.toContain(SECRET);
        const [again] = (await decoded(packed)).facts;
        expect(again?.properties.get('host.lockdownExceptions')).toEqual(KEPT_AT_SITE);
      }
    }),
    { numRuns: 30 },
  );
});

const NAMES = [
  'host.lockdownExceptions',
  'option.Config.HostAgent.plugins',
  'esxcli system account list',
  'kernel.iovDisableIR',
  'services',
  'vibs',
  'firewall',
];

function withPersonal(facts: HostFacts): HostFacts {
  const option = read({ type: 'string', value: SECRET });
  return {
    ...facts,
    properties: new Map([...facts.properties, ['host.lockdownExceptions', read([SECRET])]]),
    options: new Map([...facts.options, ['Config.HostAgent.plugins', option]]),
    optionList: read(new Map([['Config.HostAgent.plugins', option]])),
    esxcli: new Map([...facts.esxcli, ['system account list --x="1"', read({ rows: [{ u: SECRET }], scalar: null })]]),
    services: read([{ key: SECRET, label: '', running: true, policy: 'on' }]),
    vibs: read([{ name: SECRET, version: '1', vendor: null, acceptanceLevel: null }]),
  };
}

test('that the firewall is on can stay alone', async () => {
  const [facts] = fc
    .sample(snapshots, 50)
    .flatMap((one) => one.facts.filter(({ firewall }) => firewall?.kind === 'read'));
  const left = withoutFacts(facts ?? bareFacts({} as HostFacts['host']), ['firewall.enabled']);
  expect(left.firewall).toMatchObject({ kind: 'read', value: { enabled: KEPT_AT_SITE } });
});

test('a target is called as the config calls it', () => {
  expect(targetNameOf('https://vc01.example.com/sdk')).toBe('vc01.example.com');
  expect(targetNameOf('https://[::1]:8443/sdk')).toBe('[::1]:8443');
});
