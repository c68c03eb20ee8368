import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJournal } from '../../src/apply/journal/journal.ts';
import { failSome, fleet, group, WELL } from '../support/fleet.ts';
import { isWhole } from '../support/sample.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { applied, KERNEL, planOf, RULESET, temporaryFolder, told } from './support.ts';

/** Every way to fail is met in as few as 200: one host in twenty fails, each in its way. */
const HOSTS = isWhole(process.env) ? 500 : 200;

test(`${HOSTS} hosts in 20 clusters of which 5 % fail: each is accounted for, none is written to twice or unread`, async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(fleet({ hosts: HOSTS, clusters: 20 }));
  const plan = planOf(vcenter, [KERNEL, RULESET]);
  const failing = failSome(vcenter, 1);
  expect(failing.size).toBe(HOSTS / 20);

  const outcomes = await applied(vcenter, { plan, journal: join(folder.path, 'j'), timeoutMs: 3000 });

  expect(outcomes.map(({ step }) => step.id)).toEqual(plan.steps.map(({ id }) => id));
  // A host that hides everything goes by the name that the plan holds.
  const byHost = group(told(outcomes));
  const written = group(vcenter.calls.writes.map(({ host, method }) => `${host} ${method}`));
  for (const { spec } of vcenter.hosts) {
    const way = failing.get(spec.name);
    expect([spec.name, way?.what, byHost.get(spec.name)]).toEqual([spec.name, way?.what, (way ?? WELL).told]);
    expect([spec.name, written.get(spec.name) ?? []]).toEqual([spec.name, (way ?? WELL).writes]);
  }
  const results = (await readJournal(join(folder.path, 'j'))).filter(({ entry }) => entry.kind === 'result');
  expect(results).toHaveLength(outcomes.filter(({ kind }) => kind !== 'not-tried').length);
}, 120_000);
