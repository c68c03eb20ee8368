import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Hosts that a plan of every kind of step is applied to: one that takes it, and those that must be left alone. */
export const PATIENTS = {
  wrong: {},
  staged: { host: 'trouble: { stagedPatch: true }' },
  stateless: { host: 'trouble: { stateless: true }' },
  lost: { host: 'trouble: { bootDevice: lost }' },
  profiled: { host: 'hostProfile: Blades of NAME' },
  owned: { cluster: 'configManagerEnabled: true' },
  changed: { host: "kernel: { iovDisableIR: { default: 'TRUE', configured: 'maybe', runtime: 'TRUE' } }" },
  right: { host: "kernel: { iovDisableIR: { default: 'TRUE', configured: 'FALSE', runtime: 'FALSE' } }" },
} as const satisfies Record<string, { readonly host?: string; readonly cluster?: string }>;
export type Patient = keyof typeof PATIENTS;

export interface PatientLie {
  readonly patient: Patient;
  readonly lie: Lie;
}

const WRONG = "kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }";

function clusterText(name: string, patient: Patient): string {
  const { host = '', cluster = '' }: { readonly host?: string; readonly cluster?: string } = PATIENTS[patient];
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
  readonly steps: readonly { readonly host: string; readonly outcome: string; readonly reason: string | null }[];
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

/** What an apply asks, and truly hears, of every patient. */
export async function requestsOfApply(flags: readonly string[]): Promise<readonly Heard[]> {
  await using bench = await ApplyBench.start(new Map(NAMES.map((name) => [name, name])), true);
  await bench.apply(...flags);
  return [...bench.vcenter.heard.values()];
}

/** Tells each lie about a host of its own while a plan is applied, and holds what is done against its honest twin. */
export async function applyWithLies(told: readonly PatientLie[], flags: readonly string[]): Promise<readonly Fate[]> {
  const names = told.map(({ patient }, i) => `${patient}-${i}`);
  const patients = new Map<string, Patient>([
    ...NAMES.map((name) => [name, name] as const),
    ...told.map(({ patient }, i) => [names[i] ?? '', patient] as const),
  ]);
  await using bench = await ApplyBench.start(patients);
  const { vcenter } = bench;
  told.forEach(({ lie }, i) => {
    const host = vcenter.hostNamed(names[i] ?? '');
    vcenter.disturbHost(host.spec.name, { ...host.trouble, lies: [lie] });
  });
  const { stdout, stderr } = await bench.apply(...flags);
  if (stdout === '') throw new Error(`apply printed nothing: ${stderr}`);
  const report = JSON.parse(stdout) as Report;
  const of = (name: string): Applied => ({
    writes: bench.writesOn(name),
    outcomes: report.steps.filter(({ host }) => host === name),
  });
  const twins = new Map(NAMES.map((name) => [name, of(name)]));
  return told.map(({ patient, lie }, i) => {
    const name = names[i] ?? '';
    const said = of(name);
    const twin = twins.get(patient) ?? said;
    const isRefused = said.outcomes.some(({ outcome, reason }) => outcome === 'refused' && reason === 'unread');
    return {
      lie,
      subject: `apply ${flags.join(' ')} to ${patient}`.replace(' --confirm', ''),
      told: vcenter.liesTold.has(lie),
      unknown: isRefused ? ['refused'] : [],
      broken: [...moreThan(twin, said), ...toldWrongly(said, vcenter.hostNamed(name))],
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
