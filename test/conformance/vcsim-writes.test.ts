import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logChange } from '../../src/apply/event-log.ts';
import { applyPlan } from '../../src/apply/host-runs.ts';
import { openJournal } from '../../src/apply/journal/journal.ts';
import { readLiveHost } from '../../src/apply/live-host.ts';
import type { Session } from '../../src/connect/session.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { Action, Plan, Step } from '../../src/model/plan.ts';
import { govc } from './support/govc.ts';
import { sessionWith } from './support/session.ts';
import { startVcsim, type Vcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

function planOf(vcsim: Vcsim, session: Session, changes: readonly (readonly [Action, Action])[]): Plan {
  const identity = session.content.about.instanceUuid ?? '';
  const steps = vcsim.hosts.flatMap(({ id, name, uuid, serial }) =>
    changes.map(([action, before]): Omit<Step, 'id'> => ({
      host: { id: `${identity}/${id}`, moid: id, name, uuid, serial: serial === '' ? null : serial, cluster: null },
      action,
      before,
      inverse: before,
      inverseLeaves: null,
      why: { rule: 'test/rule', title: '', message: '', references: [] },
      needsReboot: false,
      exposure: null,
    })),
  );
  return {
    tool: { name: 'esxcheck', version: '0' },
    createdAt: '',
    target: { url: vcsim.url, identity },
    rules: [],
    parameters: {},
    steps: steps.map((step, index) => ({ id: String(index), ...step })),
    leftOut: [],
    hash: 'a'.repeat(64),
  };
}

async function apply(session: Session, plan: Plan): Promise<readonly Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-vcsim-'));
  try {
    await using journal = await openJournal(join(folder, 'j'), plan);
    return await applyPlan(session, plan, { journal, concurrency: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const OPEN = { kind: 'ruleset', ruleset: 'vSPC', enabled: true } as const;
const SHUT = { ...OPEN, enabled: false };

witness('writes to vcsim', 'go', () => {
  test('a ruleset is enabled and disabled again, as govc sees it', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    const [first] = vcsim.hosts;
    const words = ['-direction', 'outbound', '-port', '2377', '-enabled', '-host', first?.name ?? ''];
    const enabled = async () => (await govc(vcsim, 'firewall.ruleset.find', ...words)).includes('vSPC');
    const opened = await apply(session, planOf(vcsim, session, [[OPEN, SHUT]]));
    // Stock vcsim has one firewall for all of its hosts: what the first is given the second has.
    expect(opened.map(({ kind }) => kind)).toEqual(['done', 'already-so']);
    expect(await enabled()).toBe(true);
    await apply(session, planOf(vcsim, session, [[SHUT, OPEN]]));
    expect(await enabled()).toBe(false);
  });

  test('an advanced option is written in its type', async () => {
    await using vcsim = await startVcsim({ hosts: 2, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    const key = 'Config.HostAgent.log.level';
    const [first] = vcsim.hosts;
    const read = () => govc(vcsim, 'host.option.ls', '-host', first?.name ?? '', key);
    const value = (await read()).trim().split(/\s+/).at(-1) ?? '';
    const option = (text: string): Action => ({ kind: 'advancedOption', key, type: 'string', value: text });
    const outcomes = await apply(session, planOf(vcsim, session, [[option('verbose'), option(value)]]));
    expect(outcomes.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['done', 'Done, and read again.'],
      ['done', 'Done, and read again.'],
    ]);
    expect(await read()).toContain('verbose');
  });

  test('an event that it does not know how to log is told, and is no failure', async () => {
    await using vcsim = await startVcsim({ hosts: 1, clusters: 1, stock: true });
    await using session = await sessionWith(vcsim);
    const plan = planOf(vcsim, session, [[OPEN, SHUT]]);
    const [step] = plan.steps;
    if (step === undefined) throw new Error('no step');
    const live = await readLiveHost(session, step.host);
    if ('reason' in live) throw new Error(live.detail);
    const trail = { tool: plan.tool, direction: 'apply', planHash: plan.hash, change: 'CHG123' } as const;
    expect(await logChange(live, [step], trail)).toContain('does not implement: LogUserEvent');
  });
});
