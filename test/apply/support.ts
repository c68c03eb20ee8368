import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApplyOptions, applyPlan } from '../../src/apply/host-runs.ts';
import type { JournalEntry } from '../../src/apply/journal/format.ts';
import { openJournal } from '../../src/apply/journal/journal.ts';
import type { Pace } from '../../src/apply/run-state.ts';
import { openSession, type Session } from '../../src/connect/session.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { SimulatedHost } from '../../src/simulator/world/host.ts';
import { connectionTo } from '../support/simulated-vcenter.ts';
import type { Change } from './changes.ts';

export { ALL_KINDS, ALLOWED, type Change, KERNEL, OPTION, RULESET, SERVICE } from './changes.ts';

/** No waiting, and one more try for a busy host. */
export const FAST: Pace = { settleMs: [0], busyMs: [0] };

/** Gen8 hosts `esx-01` ... of 8.0.3 on which remapping is off, `vic-engine` is closed and ntpd does not run. */
export function wrongEstate(hosts: number, identity = '11111111-2222-3333-4444-555555555555'): string {
  return `
instanceUuid: ${identity}
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - name: 'esx-{n}'
            count: ${hosts}
            vendor: HP
            model: ProLiant DL380p Gen8
            version: 8.0.3
            build: 24022510
            kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }
            services: { ntpd: { running: false, policy: 'off' } }
`;
}

const WHY = { rule: 'test/rule', title: 'A rule', message: 'It failed.', references: [] };

/** A plan of the same changes on every host of a simulator, as `plan` would have made it. */
export function planOf({ estate, hosts, url }: Simulator, changes: readonly Change[]): Plan {
  const identity = estate.instanceUuid ?? hosts[0]?.spec.uuid ?? '';
  const steps = hosts.flatMap((host) => changes.map((change): Omit<Step, 'id'> => stepOf(host, identity, change)));
  return {
    tool: { name: 'esxcheck', version: '0' },
    createdAt: '2026-01-01T00:00:00.000Z',
    target: { url, identity },
    rules: [{ id: WHY.rule, hash: 'c'.repeat(64) }],
    parameters: {},
    steps: steps.map((step, index) => ({ id: String(index + 1), ...step })),
    leftOut: [],
    hash: 'a'.repeat(64),
  };
}

function stepOf({ moid, spec }: SimulatedHost, identity: string, [action, before]: Change): Omit<Step, 'id'> {
  const { name, uuid, serial } = spec;
  return {
    host: { id: `${identity}/${moid}`, moid, name, uuid, serial, cluster: 'C1' },
    action,
    before,
    inverse: before,
    inverseLeaves: null,
    why: WHY,
    needsReboot: action.kind === 'kernelSetting',
    exposure: null,
  };
}

export function sessionAt(vcenter: Simulator, timeoutMs = 10_000): Promise<Session> {
  const { endpoint, credentials } = connectionTo(vcenter, { timeoutMs });
  return openSession(endpoint, credentials, { writes: true });
}

export function openedEntry(plan: Plan): JournalEntry {
  const { hash: planHash, target, tool } = plan;
  return { kind: 'opened', direction: 'apply', planHash, target, tool, account: 'test', change: null };
}

/** A folder that is removed at the end. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'esxcheck-apply-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface Applied {
  readonly plan: Plan;
  readonly journal: string;
  /** Of each call. */
  readonly timeoutMs?: number;
  readonly options?: Partial<ApplyOptions>;
}

/** Applies a plan as a run of its own would: own session, journal opened from its file. */
export async function applied(
  vcenter: Simulator,
  { plan, journal: path, timeoutMs, options }: Applied,
): Promise<Outcome[]> {
  await using journal = await openJournal(path, plan);
  await journal.append(openedEntry(plan));
  await using session = await sessionAt(vcenter, timeoutMs);
  return await applyPlan(session, plan, { journal, pace: FAST, ...options });
}

/** Applies with a journal that nobody looks at. */
export async function appliedOnce(vcenter: Simulator, plan: Plan, given: Partial<Applied> = {}): Promise<Outcome[]> {
  await using folder = await temporaryFolder();
  return await applied(vcenter, { plan, journal: join(folder.path, 'plan.journal'), ...given });
}

/** `HOST KIND REASON` of each outcome. */
export function told(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map(({ step, kind, reason }) =>
    [step.host.name, kind, ...(reason === null ? [] : [reason])].join(' '),
  );
}

/** What a host is set to, as far as plans change it; sorted, to be compared. */
export function settingsOf({ kernel, options, firewall, services }: SimulatedHost): unknown {
  return {
    kernel: Object.fromEntries(kernel),
    options: Object.fromEntries(options),
    firewall,
    services,
  };
}
