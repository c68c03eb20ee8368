import { isDeepStrictEqual } from 'node:util';
import type { Action } from '../../src/model/plan.ts';
import { parseEstate } from '../../src/simulator/estate.ts';
import type { Heard } from '../../src/simulator/lies/heard.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { SimulatedHost } from '../../src/simulator/world/host.ts';
import { ALL_KINDS, appliedOnce, planOf } from '../apply/support.ts';
import { refused, vcenterOf } from './scan-law.ts';
import type { Fate } from './tally.ts';

interface PatientText {
  /** Of the host and of its cluster, in YAML. */
  readonly host?: string;
  readonly cluster?: string;
  /** Requests whose answers decide what is done to it; all where none are named. */
  readonly hangsOn?: RegExp;
}

const SURROUNDINGS =
  /configIssue|HostSystem\.parent|managementServerIp|^property (ClusterComputeResource|HostProfile)|boot device|vib list/;

/** Hosts that a plan of every kind of step is applied to: one that takes it, and those that must be left alone. */
export const PATIENTS = {
  wrong: {},
  right: {
    host: "kernel: { iovDisableIR: { default: 'TRUE', configured: 'FALSE', runtime: 'FALSE' } }",
    hangsOn: /kernel/,
  },
  staged: { host: 'trouble: { stagedPatch: true }', hangsOn: SURROUNDINGS },
  stateless: { host: 'trouble: { stateless: true }', hangsOn: SURROUNDINGS },
  lost: { host: 'trouble: { bootDevice: lost }', hangsOn: SURROUNDINGS },
  profiled: { host: 'hostProfile: Blades of NAME', hangsOn: SURROUNDINGS },
  owned: { cluster: 'configManagerEnabled: true', hangsOn: SURROUNDINGS },
  changed: {
    host: "kernel: { iovDisableIR: { default: 'TRUE', configured: 'maybe', runtime: 'TRUE' } }",
    hangsOn: /kernel/,
  },
  listed: {
    host: 'firewall: { rulesets: { vic-engine: { allowed: [10.5.0.0/16, 10.6.0.1] } } }',
    hangsOn: /irewall/,
  },
} as const satisfies Record<string, PatientText>;
export type Patient = keyof typeof PATIENTS;

/** Whether lies about a request are told about a patient. */
export function isConcerned(patient: Patient, request: string): boolean {
  const { hangsOn }: PatientText = PATIENTS[patient];
  return hangsOn?.test(request) ?? true;
}

export interface PatientLie {
  readonly patient: Patient;
  readonly lie: Lie;
}

const WRONG = "kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }";

function clusterText(name: string, patient: Patient): string {
  const { host = '', cluster = '' }: PatientText = PATIENTS[patient];
  const kernel = host.startsWith('kernel') ? '' : `${WRONG}, `;
  const own = `${kernel}${host}`.replace('NAME', name).replace(/, $/, '');
  return `      - { name: in-${name}, ${cluster === '' ? '' : `${cluster}, `}hosts: [{ name: ${name}, ${own} }] }`;
}

/** One cluster of one host for each name. */
function estateText(patients: ReadonlyMap<string, Patient>): string {
  const clusters = [...patients].map(([name, patient]) => clusterText(name, patient));
  return `
instanceUuid: 11111111-2222-3333-4444-555555555555
defaults: { vendor: HP, model: ProLiant DL380p Gen8, version: 8.0.3, build: 24022510, services: { ntpd: { running: false, policy: 'off' } } }
datacenters:
  - name: Lab
    clusters:
${clusters.join('\n')}
`;
}

/** What came of applying to one host. */
interface Applied {
  /** Writes that reached it, in order. */
  readonly writes: readonly string[];
  /** Outcomes of its steps, in order. */
  readonly outcomes: readonly { readonly kind: string; readonly reason: string | null }[];
}

type AppliedTo = (name: string) => Applied;

/** Applies a plan of what the hosts were told to be, before anybody lied, to all of them at once. */
async function appliedTo(vcenter: Simulator): Promise<AppliedTo> {
  const outcomes = await appliedOnce(vcenter, planOf(vcenter, ALL_KINDS)).catch(refused);
  return (name) => ({
    writes: writesOn(vcenter, name),
    outcomes: (outcomes ?? [])
      .filter(({ step }) => step.host.name === name)
      .map(({ kind, reason }) => ({ kind, reason })),
  });
}

/** Every write on a host, in order. */
export function writesOn({ calls }: Simulator, name: string): readonly string[] {
  return calls.writes
    .filter(({ host }) => host === name)
    .map(({ method, arguments: given }) => `${method} ${JSON.stringify(given)}`);
}

/** A vCenter of one cluster of one host for each name. */
export function vcenterWith(patients: Iterable<readonly [string, Patient]>, hears = false): Promise<Simulator> {
  return vcenterOf(parseEstate(estateText(new Map(patients)), 'apply'), { hears });
}

export const NAMES = Object.keys(PATIENTS) as readonly Patient[];

/** What becomes of every patient when nobody lies, and all that is asked on the way. */
export interface TruthOfApply {
  readonly heard: readonly Heard[];
  readonly twins: ReadonlyMap<Patient, Applied>;
}

export async function truthOfApply(): Promise<TruthOfApply> {
  await using vcenter = await vcenterWith(
    NAMES.map((name) => [name, name]),
    true,
  );
  const of = await appliedTo(vcenter);
  return { heard: [...vcenter.heard.values()], twins: new Map(NAMES.map((name) => [name, of(name)])) };
}

/**
 * Tells each lie about a host of its own while a plan is applied, and holds what is done against its honest twin. A lie
 * that spreads to honest hosts is told apart from the others.
 */
export async function applyWithLies(
  told: readonly PatientLie[],
  twins: TruthOfApply['twins'],
): Promise<readonly Fate[]> {
  const names = told.map(({ patient }, i) => `${patient}-${i}`);
  const patients = told.map(({ patient }, i) => [names[i] ?? '', patient] as const);
  await using vcenter = await vcenterWith([['wrong', 'wrong'], ...patients]);
  told.forEach(({ lie }, i) => {
    const host = vcenter.hostNamed(names[i] ?? '');
    vcenter.disturbHost(host.spec.name, { ...host.trouble, lies: [lie] });
  });
  const of = await appliedTo(vcenter);
  if (told.length > 1 && !isDeepStrictEqual(of('wrong'), twins.get('wrong'))) {
    const middle = Math.ceil(told.length / 2);
    const before = await applyWithLies(told.slice(0, middle), twins);
    return [...before, ...(await applyWithLies(told.slice(middle), twins))];
  }
  return told.map(({ patient, lie }, i) => {
    const name = names[i] ?? '';
    const said = of(name);
    const isRefused = said.outcomes.some(({ kind, reason }) => kind === 'refused' && reason === 'unread');
    return {
      lie,
      subject: `apply on ${patient}`,
      told: vcenter.liesTold.has(lie),
      unknown: isRefused ? ['refused'] : [],
      broken: [...moreThan(twins.get(patient) ?? said, said), ...toldWrongly(said, vcenter.hostNamed(name))],
    };
  });
}

/** Where esxcli is not to be had, a kernel setting is written as the option that it is stored in. */
const OTHER_WAY = new Map([
  [
    'UpdateOptions {"changedValue":"key=VMkernel.Boot.iovDisableIR value=false"}',
    'system.settings.kernel.set {"setting":"iovDisableIR","value":"FALSE"}',
  ],
]);

/** Nothing is written that the truth would not have had written. */
function moreThan(twin: Applied, { writes }: Applied): readonly string[] {
  const more = writes.filter((write) => !twin.writes.includes(OTHER_WAY.get(write) ?? write));
  const twice = writes.filter((write, i) => writes.indexOf(write) !== i);
  return [...more.map((write) => `written: ${write}`), ...twice.map((write) => `written twice: ${write}`)];
}

/** What is told as done is so, and what is told as without effect is not. */
function toldWrongly({ outcomes }: Applied, host: SimulatedHost): readonly string[] {
  return ALL_KINDS.flatMap(([action], i) => {
    const kind = outcomes[i]?.kind ?? 'nothing';
    const is = isSo(action, host);
    if (!is && (kind === 'done' || kind === 'already-so')) return [`${action.kind} is told as ${kind}, and is not`];
    return is && kind === 'no-effect' ? [`${action.kind} is told as no-effect, and is done`] : [];
  });
}

function isSo(action: Action, { kernel, options, firewall, services }: SimulatedHost): boolean {
  switch (action.kind) {
    case 'kernelSetting':
      return kernel.get(action.name)?.configured.toUpperCase() === action.value;
    case 'advancedOption':
      return options.get(action.key)?.text === action.value;
    case 'ruleset':
      return firewall?.rulesets.find(({ key }) => key === action.ruleset)?.enabled === action.enabled;
    case 'allowedHosts':
      return firewall?.rulesets.find(({ key }) => key === action.ruleset)?.allowed.all === action.allowed.all;
    case 'service':
      return services.find(({ key }) => key === action.service)?.running === action.running;
  }
}
