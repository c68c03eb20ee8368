import { EventEmitter, once } from 'node:events';
import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { openSession, type RetrieveRequest, type Session } from '../../src/connect/session.ts';
import { pauseMs } from '../../src/connect/retrying.ts';
import { queryLockdownExceptions } from '../../src/vim/methods/authorization.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { answer, CREDENTIALS, hosts, startVcenter, type Vcenter } from './support/vcenter.ts';

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

const HELD = 5;

/** Answers about five hosts late: one more each time that it refuses what is asked about another, which it does so many times. */
async function busyVcenter(refusals: number): Promise<Vcenter> {
  const gate = new EventEmitter();
  const opened = Array.from({ length: HELD }, (_, at) => once(gate, `open ${at + 1}`));
  let asked = 0;
  return startVcenter({
    QueryLockdownExceptions: async ({ body }) => {
      const held = />held-(\d)</.exec(body)?.[1];
      if (held !== undefined) await opened[Number(held) - 1];
      else if ((asked += 1) <= refusals) {
        gate.emit(`open ${asked}`);
        return { status: 503 };
      } else for (let at = asked; at <= HELD; at += 1) gate.emit(`open ${at}`);
      return answer('QueryLockdownExceptions', '<returnval>root</returnval>');
    },
  });
}

const ask = (id: string) => queryLockdownExceptions({ type: 'HostAccessManager', value: id });
const heldOnes = (session: Session) => Array.from({ length: HELD }, (_, at) => session.call(ask(`held-${at + 1}`)));

test('a server that is busy with other calls of ours is asked again, until it answers', async () => {
  await using vcenter = await busyVcenter(HELD - 1);
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { random: () => 0 });
  const others = heldOnes(session);
  expect(await session.call(ask('other'))).toEqual(['root']);
  expect(await Promise.all(others)).toEqual(Array.from({ length: HELD }, () => ['root']));
});

test('one that goes on refusing when nothing else of ours is in flight is asked three times more, and no more', async () => {
  await using vcenter = await busyVcenter(Number.MAX_SAFE_INTEGER);
  await using session = await openSession(vcenter.trusted(), CREDENTIALS, { random: () => 0 });
  const others = heldOnes(session);
  await expect(session.call(ask('other'))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await Promise.all(others);
  expect(vcenter.count('QueryLockdownExceptions')).toBe(HELD + HELD + 3);
});
