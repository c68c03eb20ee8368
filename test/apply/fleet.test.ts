import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { applied, KERNEL, planOf, RULESET, temporaryFolder, told } from './support.ts';

const CLUSTERS = 20;
const HOSTS = 500;

const FLEET = `
instanceUuid: 11111111-2222-3333-4444-555555555555
defaults:
  vendor: HP
  model: ProLiant DL380p Gen8
  version: 8.0.3
  kernel: { iovDisableIR: 'TRUE' }
datacenters:
  - name: Lab
    clusters:
${Array.from({ length: CLUSTERS }, (_, n) => `      - { name: C${n}, hosts: [{ name: 'c${n}-{n}', count: ${HOSTS / CLUSTERS} }] }`).join('\n')}
`;

const DONE = ['done', 'done'];
const SET = 'system.settings.kernel.set';

interface Failing {
  readonly what: string;
  readonly disturb: (vcenter: Simulator, host: string) => void;
  /** Of the two steps, the kernel setting first. */
  readonly told: readonly string[];
  /** Writes that reach the host. */
  readonly writes: readonly string[];
}

const REFUSED = ['refused unread', 'not-tried earlier-step'];

/** Ways in which a host fails; each befalls two or three hosts. */
const WAYS: readonly Failing[] = [
  { what: 'hangs', disturb: (at, host) => at.disturbHost(host, { hanging: true }), told: REFUSED, writes: [] },
  { what: 'drops', disturb: (at, host) => at.disturbHost(host, { drops: true }), told: REFUSED, writes: [] },
  { what: 'is hidden', disturb: (at, host) => at.disturbHost(host, { noPermission: true }), told: REFUSED, writes: [] },
  {
    what: 'is disconnected',
    disturb: (at, host) => {
      at.hostNamed(host).connection = 'disconnected';
    },
    told: ['refused not-connected', 'not-tried earlier-step'],
    writes: [],
  },
  {
    what: 'was changed meanwhile',
    disturb: (at, host) => {
      const { kernel } = at.hostNamed(host);
      const setting = kernel.get('iovDisableIR');
      if (setting === undefined) return;
      at.hostNamed(host).kernel = new Map(kernel).set('iovDisableIR', { ...setting, configured: 'maybe' });
    },
    told: ['refused stale', 'not-tried earlier-step'],
    writes: [],
  },
  {
    what: 'ignores the write',
    disturb: (at, host) => at.disturbHost(host, { ineffective: [SET] }),
    told: ['no-effect no-effect', 'not-tried earlier-step'],
    writes: [SET],
  },
  {
    what: 'is held by another task',
    disturb: (at, host) => at.disturb({ kind: 'busy', method: 'EnableRuleset', host, times: null }),
    told: ['done', 'failed busy'],
    writes: [SET],
  },
  {
    what: 'loses the answer to a write',
    disturb: (at, host) => at.disturb({ kind: 'drop', method: 'ExecuteSoap', host, after: 1 }),
    told: DONE,
    writes: [SET, 'EnableRuleset'],
  },
  {
    what: 'goes silent after a write',
    disturb: (at, host) => at.disturb({ kind: 'drop', method: 'ExecuteSoap', host, after: 1, times: null }),
    told: ['indeterminate unverified', 'not-tried earlier-step'],
    writes: [SET],
  },
];

test('500 hosts in 20 clusters of which 5 % fail: each is accounted for, none is written to twice or unread', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(FLEET);
  const plan = planOf(vcenter, [KERNEL, RULESET]);
  const failing = new Map<string, Failing>();
  for (let index = 0; index < HOSTS; index += 20) {
    const name = vcenter.hosts[index]?.spec.name ?? '';
    const way = WAYS[(index / 20) % WAYS.length];
    if (way !== undefined) failing.set(name, way);
  }
  for (const [name, way] of failing) way.disturb(vcenter, name);
  expect(failing.size).toBe(HOSTS / 20);

  const outcomes = await applied(vcenter, { plan, journal: join(folder.path, 'j'), timeoutMs: 3000 });

  expect(outcomes.map(({ step }) => step.id)).toEqual(plan.steps.map(({ id }) => id));
  // A host that hides everything goes by the name that the plan holds.
  const byHost = group(told(outcomes));
  const written = group(vcenter.calls.writes.map(({ host, method }) => `${host} ${method}`));
  for (const { spec } of vcenter.hosts) {
    const way = failing.get(spec.name);
    expect([spec.name, way?.what, byHost.get(spec.name)]).toEqual([spec.name, way?.what, way?.told ?? DONE]);
    expect([spec.name, written.get(spec.name) ?? []]).toEqual([spec.name, way?.writes ?? [SET, 'EnableRuleset']]);
  }
  const results = (await readJournal(join(folder.path, 'j'))).filter(({ entry }) => entry.kind === 'result');
  expect(results).toHaveLength(outcomes.filter(({ kind }) => kind !== 'not-tried').length);
}, 120_000);

/** The rest of each line by its first word. */
function group(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const [name = '', ...rest] = line.split(' ');
    groups.set(name, [...(groups.get(name) ?? []), rest.join(' ')]);
  }
  return groups;
}
