import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Action } from '../../src/model/plan.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import { parseEstate } from '../../src/simulator/estate.ts';
import type { Heard } from '../../src/simulator/lies/heard.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { SimulatedHost } from '../../src/simulator/world/host.ts';
import { ALL_KINDS, planOf } from '../apply/support.ts';
import { type Outcome, runIn } from '../cli/captured-io.ts';
import { ACCOUNT } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { vcenterOf } from './scan-law.ts';
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
  readonly outcomes: readonly { readonly outcome: string; readonly reason: string | null }[];
}

interface Report {
  readonly steps: readonly { readonly hostName: string; readonly outcome: string; readonly reason: string | null }[];
}

/** Applies a plan of every kind of step to all hosts at once. */
export class ApplyBench implements AsyncDisposable {
  readonly vcenter: Simulator;
  readonly #folder: Awaited<ReturnType<typeof temporaryFolder>>;

  private constructor(vcenter: Simulator, folder: Awaited<ReturnType<typeof temporaryFolder>>) {
    this.vcenter = vcenter;
    this.#folder = folder;
  }

  static async start(patients: ReadonlyMap<string, Patient>, hears = false): Promise<ApplyBench> {
    const vcenter = await vcenterOf(parseEstate(estateText(patients), 'apply'), { hears });
    return new ApplyBench(vcenter, await temporaryFolder());
  }

  /** The plan is made of what the hosts were told to be, before anybody lies. */
  async apply(...flags: readonly string[]): Promise<Outcome> {
    const file = join(this.#folder.path, 'plan.json');
    await writeFile(file, planText(sealed(planOf(this.vcenter, ALL_KINDS))));
    return this.run('apply', file, '--format', 'json', ...flags);
  }

  run(...words: readonly string[]): Promise<Outcome> {
    const { host, port, certificate } = this.vcenter;
    const target = ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
    const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: this.#folder.path };
    return runIn([...words, ...target, '--timeout', '30'], { env });
  }

  /** Applies, and tells what came of each host. */
  async applied(flags: readonly string[]): Promise<(name: string) => Applied> {
    const { stdout, stderr } = await this.apply(...flags);
    const steps = stdout === '' ? [] : (JSON.parse(stdout) as Report).steps;
    if (stdout === '' && !/^[A-Z_]+: /m.test(stderr)) throw new Error(`apply printed nothing: ${stderr}`);
    return (name) => ({
      writes: this.writesOn(name),
      outcomes: steps.filter(({ hostName }) => hostName === name).map(({ outcome, reason }) => ({ outcome, reason })),
    });
  }

  writesOn(name: string): readonly string[] {
    return this.vcenter.calls.writes
      .filter(({ host }) => host === name)
      .map(({ method, arguments: given }) => `${method} ${JSON.stringify(given)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.vcenter.close();
    await this.#folder[Symbol.asyncDispose]();
  }
}

const NAMES = Object.keys(PATIENTS) as readonly Patient[];

/** What becomes of every patient when nobody lies, and all that is asked on the way. */
export interface TruthOfApply {
  readonly heard: readonly Heard[];
  readonly twins: ReadonlyMap<Patient, Applied>;
}

export async function truthOfApply(flags: readonly string[]): Promise<TruthOfApply> {
  await using bench = await ApplyBench.start(new Map(NAMES.map((name) => [name, name])), true);
  const of = await bench.applied(flags);
  return { heard: [...bench.vcenter.heard.values()], twins: new Map(NAMES.map((name) => [name, of(name)])) };
}

/**
 * Tells each lie about a host of its own while a plan is applied, and holds what is done against its honest twin. A lie
 * that spreads to honest hosts is told apart from the others.
 */
export async function applyWithLies(
  told: readonly PatientLie[],
  twins: TruthOfApply['twins'],
  flags: readonly string[],
): Promise<readonly Fate[]> {
  const names = told.map(({ patient }, i) => `${patient}-${i}`);
  const patients = told.map(({ patient }, i) => [names[i] ?? '', patient] as const);
  await using bench = await ApplyBench.start(new Map<string, Patient>([['wrong', 'wrong'], ...patients]));
  const { vcenter } = bench;
  told.forEach(({ lie }, i) => {
    const host = vcenter.hostNamed(names[i] ?? '');
    vcenter.disturbHost(host.spec.name, { ...host.trouble, lies: [lie] });
  });
  const of = await bench.applied(flags);
  const spreads = !isDeepStrictEqual(of('wrong'), twins.get('wrong'));
  if (spreads && told.length > 1) {
    const middle = Math.ceil(told.length / 2);
    return [
      ...(await applyWithLies(told.slice(0, middle), twins, flags)),
      ...(await applyWithLies(told.slice(middle), twins, flags)),
    ];
  }
  return told.map(({ patient, lie }, i) => {
    const name = names[i] ?? '';
    const said = of(name);
    const isRefused = said.outcomes.some(({ outcome, reason }) => outcome === 'refused' && reason === 'unread');
    const wrongly = flags.includes('--confirm') ? toldWrongly(said, vcenter.hostNamed(name)) : [];
    return {
      lie,
      subject: `${flags.includes('--confirm') ? 'apply' : 'dry run'} on ${patient}`,
      told: vcenter.liesTold.has(lie),
      unknown: isRefused ? ['refused'] : [],
      broken: [...moreThan(twins.get(patient) ?? said, said), ...wrongly],
    };
  });
}

/** Nothing is written that the truth would not have had written. */
function moreThan(twin: Applied, { writes }: Applied): readonly string[] {
  const more = writes.filter((write) => !twin.writes.includes(write));
  const twice = writes.filter((write, i) => writes.indexOf(write) !== i);
  return [...more.map((write) => `written: ${write}`), ...twice.map((write) => `written twice: ${write}`)];
}

/** What is told as done is so, and what is told as without effect is not. */
function toldWrongly({ outcomes }: Applied, host: SimulatedHost): readonly string[] {
  return ALL_KINDS.flatMap(([action], i) => {
    const outcome = outcomes[i]?.outcome ?? 'nothing';
    const claimsSo = outcome === 'done' || outcome === 'already-so';
    const claimsNot = outcome === 'no-effect' || outcome === 'refused';
    const is = isSo(action, host);
    if (claimsSo && !is) return [`${action.kind} is told as ${outcome}, and is not`];
    return claimsNot && is && outcome === 'no-effect' ? [`${action.kind} is told as ${outcome}, and is done`] : [];
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
