import type { Action, LeftOut, Plan, PlanHost, Step } from '../../../src/model/plan.ts';
import { sealed } from '../../../src/plan/plan-text.ts';

const IDENTITY = '7f1c2d3e-0000-4000-8000-000000000c01';

export function planHost(name: string, parts: Partial<PlanHost> = {}): PlanHost {
  const moid = `host-${name.replaceAll(/\D/g, '')}`;
  return { id: `${IDENTITY}/${moid}`, moid, name, uuid: `uuid-${name}`, serial: 'CZ25090ZK1', cluster: 'C1', ...parts };
}

type Pair = readonly [action: Action, before: Action];

const OPEN = { all: true, addresses: [], networks: [] };

/** One change of every kind, with awkward values. */
export const PAIRS: readonly Pair[] = [
  [
    { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' },
    { kind: 'kernelSetting', name: 'iovDisableIR', value: 'TRUE' },
  ],
  [
    {
      kind: 'allowedHosts',
      ruleset: 'vic-engine',
      allowed: { all: false, addresses: ['10.1.1.1'], networks: ['10.9.0.0/16'] },
    },
    { kind: 'allowedHosts', ruleset: 'vic-engine', allowed: OPEN },
  ],
  [
    { kind: 'ruleset', ruleset: 'vic-engine', enabled: true },
    { kind: 'ruleset', ruleset: 'vic-engine', enabled: false },
  ],
  [
    { kind: 'advancedOption', key: 'UserVars.SuppressShellWarning', type: 'long', value: '1' },
    { kind: 'advancedOption', key: 'UserVars.SuppressShellWarning', type: 'long', value: '0' },
  ],
  [
    { kind: 'advancedOption', key: 'Syslog.global.logHost', type: 'string', value: 'it\'s $HOME `id` \\ "x" 100%' },
    { kind: 'advancedOption', key: 'Syslog.global.logHost', type: 'string', value: '' },
  ],
  [
    { kind: 'service', service: 'ntpd', running: true, policy: 'on' },
    { kind: 'service', service: 'ntpd', running: false, policy: 'off' },
  ],
];

export function stepsOn(host: PlanHost, pairs: readonly Pair[]): readonly Omit<Step, 'id'>[] {
  return pairs.map(([action, before]) => ({
    host,
    action,
    before,
    inverse: before,
    inverseLeaves: action.kind === 'kernelSetting' ? 'An explicit TRUE remains.' : null,
    why: { rule: 'hpe/gen8', title: 'A title', message: 'It failed.', references: ['KB 1'] },
    needsReboot: action.kind === 'kernelSetting',
    exposure: action.kind === 'ruleset' ? 'Lets outbound tcp/2377 to 10.9.0.0/16 through.' : null,
  }));
}

export function aPlan(steps: readonly Omit<Step, 'id'>[], leftOut: readonly LeftOut[] = []): Plan {
  return sealed({
    tool: { name: 'esxcheck', version: '0.1.0' },
    createdAt: '2026-11-23T07:00:00.000Z',
    target: { url: 'https://vc01.lab.example/sdk', identity: IDENTITY },
    rules: [{ id: 'hpe/gen8', hash: 'c'.repeat(64) }],
    parameters: { 'vch-network': '10.9.0.0/16' },
    steps: steps.map((step, index) => ({ id: String(index + 1), ...step })),
    leftOut,
  });
}

/** Three hosts of which two want the same, and each kind of step on one of them. */
export function fullPlan(): Plan {
  const [kernel] = PAIRS;
  const alike = kernel === undefined ? [] : ['esx-01', 'esx-02'].flatMap((name) => stepsOn(planHost(name), [kernel]));
  const left = (name: string, reason: LeftOut['reason'], detail: string): LeftOut => ({
    host: planHost(name),
    rule: 'hpe/gen8',
    reason,
    detail,
  });
  return aPlan(
    [...alike, ...stepsOn(planHost('esx-03'), PAIRS)],
    [
      left('esx-04', 'unknown', 'It could not be read: the host is disconnected.'),
      left('esx-05', 'unknown', 'It could not be read: the host is disconnected.'),
      left('esx-06', 'reboot-only', 'iovDisableIR is FALSE from the next boot on: reboot the host.'),
    ],
  );
}
