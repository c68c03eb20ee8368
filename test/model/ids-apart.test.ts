import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { idsApart } from '../../src/model/hardware-identity.ts';

const at = (id: string, host: string) => ({ id, target: `https://${host}/sdk` });

test('hosts with one id are told apart by their targets, and all others keep theirs', () => {
  expect(idsApart([at('u/ha-host', 'a'), at('v/ha-host', 'b'), at('u/ha-host', 'c:8443')])).toEqual([
    'u/ha-host@a',
    'v/ha-host',
    'u/ha-host@c:8443',
  ]);
});

test('a host that is called like what another becomes does not take its id', () => {
  const ids = idsApart([at('u', 'a'), at('u', 'b'), at('u@b', 'c'), at('u@b@c', 'd')]);
  expect(ids).toEqual(['u@a', 'u@b', 'u@b@c', 'u@b@c@d']);
});

test('hosts of one target with one id stay as they are: that is no scan of ours', () => {
  expect(idsApart([at('u', 'a'), at('u', 'a')])).toEqual(['u@a', 'u@a']);
});

test('any hosts with ids that are unique within their target have unique ids, in whatever order they stand', () => {
  const id = fc.constantFrom('u', 'v', 'u@a', 'u@b', 'u@a@b');
  const target = fc.constantFrom('https://a/sdk', 'https://b/sdk', 'https://a/', 'a', 'b');
  const hosts = fc.uniqueArray(fc.record({ id, target }), { selector: (host) => JSON.stringify(host) });
  fc.assert(
    fc.property(hosts, (all) => {
      const ids = idsApart(all);
      expect(new Set(ids).size).toBe(all.length);
      expect(idsApart(all.toReversed())).toEqual(ids.toReversed());
      const alone = all.filter(({ id: own }) => all.filter((other) => other.id === own).length === 1);
      if (alone.length === all.length) expect(ids).toEqual(all.map((host) => host.id));
    }),
  );
});
