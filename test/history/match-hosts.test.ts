import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchHosts } from '../../src/history/match-hosts.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { aHost } from '../reports/fixture.ts';
import { runs } from '../support/sample.ts';

const SAYINGS = ['equal', 'different', 'unread'] as const;
type Saying = (typeof SAYINGS)[number];

/** What the other scan says of the same member. */
function otherValue(saying: Saying, value: string): string | null {
  return saying === 'unread' ? null : saying === 'equal' ? value : `${value}-other`;
}

/** A host whose moid is its name did not tell its name. */
function hostOf(moid: string, name: string | null, uuid: string | null, serial: string | null): ScannedHost {
  return aHost({ id: `vc/${moid}`, moid, name: name ?? moid, uuid, serial });
}

/** Whether two hosts are one, by what agrees: `place` is the managed object id of one vCenter, N the name. */
const EXPECTED: Readonly<Record<`${Saying} ${Saying}`, string>> = {
  // UUID, serial number: always, never, or what else has to be equal.
  'equal equal': 'always',
  'equal different': 'place',
  'equal unread': 'place or name',
  'different equal': 'never',
  'different different': 'never',
  'different unread': 'never',
  'unread equal': 'place or name',
  'unread different': 'never',
  'unread unread': 'place',
};

const TABLE = SAYINGS.flatMap((uuid) =>
  SAYINGS.flatMap((serial) =>
    (['equal', 'different'] as const).flatMap((place) => SAYINGS.map((name) => ({ uuid, serial, place, name }))),
  ),
);

test.each(TABLE)('UUID $uuid, serial number $serial, id $place, name $name', ({ uuid, serial, place, name }) => {
  const wanted = EXPECTED[`${uuid} ${serial}`];
  const isOne =
    wanted === 'always' ||
    (wanted.includes('place') && place === 'equal') ||
    (wanted.includes('name') && name === 'equal');
  const one = hostOf('host-1', 'esx-01', 'u-1', 's-1');
  const other = hostOf(
    place === 'equal' ? 'host-1' : 'host-2',
    otherValue(name, 'esx-01'),
    otherValue(uuid, 'u-1'),
    otherValue(serial, 's-1'),
  );
  expect(matchHosts([one], [other]).pairs.length).toBe(Number(isOne));
  expect(matchHosts([other], [one]).pairs.length).toBe(Number(isOne));
});

const direct = (target: string, uuid: string | null, parts: Partial<ScannedHost> = {}): ScannedHost =>
  aHost({ id: `${uuid ?? target}/ha-host`, moid: 'ha-host', target, uuid, serial: null, name: 'esx', ...parts });

describe('a host that is asked directly', () => {
  test('is known by its target, whatever the id that the scan gave it', () => {
    const twins = ['https://a/sdk', 'https://b/sdk'].map((target) =>
      direct(target, 'u', { name: target, id: `u/ha-host@${target}` }),
    );
    const alone = direct('https://b/sdk', 'u', { name: 'https://b/sdk' });
    expect(matchHosts(twins, [alone]).pairs.map(({ before }) => before.target)).toEqual(['https://b/sdk']);
  });

  test('is another one than its twin, which another scan saw under the same id', () => {
    const [a, b] = ['a', 'b'].map((name) => direct(`https://${name}/sdk`, 'u', { name }));
    expect(a?.id).toBe(b?.id);
    expect(matchHosts(a === undefined ? [] : [a], b === undefined ? [] : [b]).pairs).toEqual([]);
  });

  test('is the same one under another address', () => {
    const pairs = matchHosts([direct('https://a/sdk', 'u')], [direct('https://10.0.0.1/sdk', 'u')]).pairs;
    expect(pairs.length).toBe(1);
  });

  test('is known by its target where its UUID was a placeholder', () => {
    const shared = '03000200-0400-0500-0006-000700080009';
    expect(matchHosts([direct('https://a/sdk', shared)], [direct('https://a/sdk', null)]).pairs.length).toBe(1);
    expect(matchHosts([direct('https://a/sdk', shared)], [direct('https://b/sdk', shared)]).pairs.length).toBe(0);
  });
});

test('an id in a vCenter is the same host under each address of the vCenter', () => {
  const one = aHost({
    id: 'vc/host-1',
    moid: 'host-1',
    name: 'esx',
    target: 'https://a/sdk',
    uuid: null,
    serial: null,
  });
  expect(matchHosts([one], [{ ...one, target: 'https://b/sdk' }]).pairs.length).toBe(1);
});

const few = (...values: readonly string[]) => fc.constantFrom(...values);
const host = fc
  .record({
    moid: few('host-1', 'host-2', 'host-3', 'ha-host'),
    vcenter: few('vc', 'vd'),
    target: few('https://a/sdk', 'https://b/sdk'),
    name: fc.option(few('esx-1', 'esx-2', 'ESX-1')),
    uuid: fc.option(few('u-1', 'u-2', 'U-1', 'ffffffff-ffff-ffff-ffff-ffffffffffff')),
    serial: fc.option(few('s-1', 's-2', 'Default string')),
  })
  .map(({ moid, vcenter, target, name, uuid, serial }) => {
    const id = `${moid === 'ha-host' ? (uuid ?? target) : vcenter}/${moid}`;
    return aHost({ id, moid, target, name: name ?? moid, uuid, serial });
  });
const hosts = fc.uniqueArray(host, { maxLength: 7, selector: ({ id, target }) => `${id} ${target}` });
const keys = (pairs: readonly { before: ScannedHost; after: ScannedHost }[]) =>
  pairs
    .map(({ before, after }) => [before, after])
    .map((pair) => pair.map((each) => JSON.stringify(each)).join())
    .sort();

describe('any two scans', () => {
  test('match no host twice, and lose none', () => {
    fc.assert(
      fc.property(hosts, hosts, (before, after) => {
        const { pairs, onlyBefore, onlyNow } = matchHosts(before, after);
        expect(new Set([...pairs.map((pair) => pair.before), ...onlyBefore])).toEqual(new Set(before));
        expect(new Set([...pairs.map((pair) => pair.after), ...onlyNow])).toEqual(new Set(after));
        expect(pairs.length + onlyBefore.length).toBe(before.length);
        expect(pairs.length + onlyNow.length).toBe(after.length);
      }),
    );
  });

  test('match the same whichever of them is the earlier, and in whatever order their hosts stand', () => {
    const permuted = hosts.chain((before) =>
      fc.tuple(fc.constant(before), fc.shuffledSubarray([...before], { minLength: before.length })),
    );
    fc.assert(
      fc.property(permuted, permuted, ([before, shuffledBefore], [after, shuffledAfter]) => {
        const straight = keys(matchHosts(before, after).pairs);
        const turned = matchHosts(shuffledAfter, shuffledBefore).pairs;
        expect(keys(turned.map((pair) => ({ before: pair.after, after: pair.before })))).toEqual(straight);
      }),
      { numRuns: runs(500) },
    );
  });

  test('never make one host of two UUIDs', () => {
    fc.assert(
      fc.property(hosts, hosts, (before, after) => {
        for (const pair of matchHosts(before, after).pairs) {
          const [one, other] = [pair.before.uuid, pair.after.uuid].map((uuid) => uuid?.toLowerCase() ?? null);
          if (one !== null && other !== null && !`${one}${other}`.includes('ffff')) expect(one).toBe(other);
        }
      }),
    );
  });

  test('match every host with itself where no two hosts of it share anything', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), (count) => {
        const scan = Array.from({ length: count }, (_, n) => hostOf(`host-${n}`, `esx-${n}`, `u-${n}`, null));
        expect(matchHosts(scan, scan.toReversed()).pairs.every(({ before, after }) => before === after)).toBe(true);
      }),
    );
  });
});
