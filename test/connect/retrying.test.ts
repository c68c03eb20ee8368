import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { openSession, type RetrieveRequest } from '../../src/connect/session.ts';
import { pauseMs } from '../../src/connect/retrying.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { answer, CREDENTIALS, hosts, startVcenter } from './support/vcenter.ts';

test('a pause is spread over a span that doubles, from half a second on', () => {
  assert(
    property(integer({ min: 1, max: 8 }), double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      expect(pauseMs(attempt, () => chance)).toBeCloseTo(chance * 250 * 2 ** attempt, 6);
    }),
  );
  expect([1, 2, 3].map((attempt) => pauseMs(attempt, () => 1))).toEqual([500, 1000, 2000]);
});

/** Milliseconds between one call and the next; timers may be a little early. */
function gaps(moments: readonly number[]): readonly number[] {
  return moments.slice(1).map((moment, index) => Math.ceil(moment - (moments[index] ?? 0) + 10));
}

test('a server that is not ready is asked again after half a second, then after a second, and then no more', async () => {
  const moments: number[] = [];
  await using vcenter = await startVcenter({
    CurrentTime: () => {
      moments.push(performance.now());
      return { status: 503 };
    },
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { random: () => 1 });
  await expect(session.call(currentTime())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  const [first = 0, second = 0, ...more] = gaps(moments);
  expect([first >= 500, second >= 1000, more]).toEqual([true, true, []]);
});

test('a list whose connection breaks is begun again after the same pauses', async () => {
  const moments: number[] = [];
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: ({ nth }) => {
      moments.push(performance.now());
      if (nth >= 2) return answer('RetrievePropertiesEx', `<returnval>${hosts(1, 1)}</returnval>`);
      return { body: '<?xml version="1.0"?><a', cut: true };
    },
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { random: () => 1 });
  const objects = [{ type: 'HostSystem', value: 'host-1' }];
  const request: RetrieveRequest = { properties: [{ type: 'HostSystem', paths: ['name'] }], objects };
  let read = 0;
  for await (const _content of session.retrieve(request)) read += 1;
  const [first = 0, second = 0] = gaps(moments);
  expect([read, first >= 500, second >= 1000]).toEqual([1, true, true]);
});
