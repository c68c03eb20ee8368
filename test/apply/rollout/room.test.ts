import { expect, test } from 'vitest';
import { readRoom } from '../../../src/apply/rollout/room.ts';
import { openSession } from '../../../src/connect/session.ts';
import { connectionTo } from '../../support/simulated-vcenter.ts';
import { type Lie, lieOf, lyingVcenter, member, untold } from '../lying-vcenter.ts';
import { estateText } from './rolling.ts';

const HOSTS = ['a', 'b', 'c', 'd'].map((name) => `name: ${name}, vms: [{ name: vm-${name} }]`);
const ESTATE = estateText([{ settings: 'failoverLevel: 2', hosts: HOSTS }]);

/** How many hosts may be out at once by what is read then; `not read` where the answer cannot be understood. */
async function roomWith(...lies: readonly Lie[]): Promise<number | 'not read'> {
  await using vcenter = await lyingVcenter(ESTATE);
  const { endpoint, credentials } = connectionTo(vcenter.shown);
  await using session = await openSession(endpoint, credentials, { writes: true });
  const [host] = vcenter.truth.hosts;
  if (host === undefined) throw new Error('the estate has hosts');
  vcenter.tell(...lies);
  const cluster = { type: host.parent.type, value: host.parent.id };
  // The session must not be closed before it has answered.
  return await readRoom(session, cluster).then(
    ({ most }) => most,
    () => 'not read' as const,
  );
}

/** Tells each object of an answer about that property once more, the second time with another value. */
function toldTwice(path: string, rewrite: (objects: string) => string): Lie {
  return (answer) =>
    answer.replace(/<objects>.*?<\/objects>/gs, (told) =>
      told.includes(`<name>${path}</name>`) ? told + rewrite(told) : told,
    );
}

test('the truth is that two may be out', async () => {
  expect(await roomWith()).toBe(2);
});

test.each<[string, Lie]>([
  ['the configuration is not told', untold('configurationEx')],
  ['the configuration of HA is not told', member('configurationEx', 'dasConfig', () => '')],
  ['whether admission control is on is not told', member('configurationEx', 'admissionControlEnabled', () => '')],
  [
    'it is neither on nor off',
    member('configurationEx', 'admissionControlEnabled', (all) => all.replace('true', 'maybe')),
  ],
  ['it is told twice', member('configurationEx', 'admissionControlEnabled', (all) => all + all)],
  ['its policy is not told', member('configurationEx', 'admissionControlPolicy', () => '')],
  [
    'its policy is of another kind',
    member('configurationEx', 'admissionControlPolicy', (all) =>
      all.replace(/xsi:type="\w+"/, 'xsi:type="ClusterNewPolicy"'),
    ),
  ],
  ['the number is not told', member('configurationEx', 'failoverLevel', () => '')],
  ['the number is none', member('configurationEx', 'failoverLevel', (all) => all.replace('2', 'two'))],
  ['the number is blank', member('configurationEx', 'failoverLevel', (all) => all.replace('2', ''))],
  ['the number is told twice', member('configurationEx', 'failoverLevel', (all) => all + all.replace('2', '3'))],
  [
    'the cluster is told twice, the second time with more room',
    toldTwice('configurationEx', (told) => told.replace('<failoverLevel>2<', '<failoverLevel>3<')),
  ],
  ['fault tolerance is not told', untold('runtime.faultToleranceState')],
  ['fault tolerance is blank', lieOf('runtime.faultToleranceState', (value) => value.replace('notConfigured', ''))],
  [
    'VMs are told twice, protected at first',
    (answer) =>
      answer.replace(/<objects>.*?<\/objects>/gs, (told) =>
        told.includes('faultToleranceState') ? told.replace('notConfigured', 'running') + told : told,
      ),
  ],
  ['VMs of the hosts are not told', untold('vm')],
  ['the hosts of the cluster are not told', untold('host')],
])('one where %s', async (_what, lie) => {
  expect([1, 'not read']).toContain(await roomWith(lie));
});
