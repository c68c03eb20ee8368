import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Outcome, runIn } from '../cli/captured-io.ts';
import { ACCOUNT } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { isConcerned, NAMES, type Patient, type PatientLie, vcenterWith, writesOn } from './apply-law.ts';
import type { Driven } from './apply-suite.ts';
import { keysOfLie, liesAt, requestsOf } from './every-lie.ts';
import { type Choice, chosen } from '../support/sample.ts';
import type { Fate } from './tally.ts';

/** A command that looks at one host of its own, and what it must not come to when that host is lied about. */
interface Command {
  readonly name: string;
  readonly patient: Patient;
  readonly words: (host: string, folder: string) => readonly string[];
  /** Requests of whose answers the members are lied about as well: the command hangs on them. */
  readonly hangsOn?: RegExp;
  /** Requests that are lied about; all where none are named. */
  readonly among?: RegExp;
  /** Run before anybody lies. */
  readonly before?: (host: string, folder: string) => readonly string[];
  /** What it says that the truth does not bear out. */
  readonly broken: (said: Outcome, truth: Outcome) => readonly string[];
}

const staysShut: Command['broken'] = ({ exitCode }, truth) =>
  exitCode === 0 && truth.exitCode !== 0 ? [`exit code 0, and truly ${truth.exitCode}`] : [];

interface KernelDocument {
  readonly hosts: readonly { readonly kernel: Readonly<Record<string, Readonly<Record<string, unknown>>>> }[];
}

const VALUES = ['default', 'configured', 'runtime'] as const;

function valuesIn({ stdout }: Outcome): readonly (string | null)[] {
  const [host] = stdout === '' ? [] : (JSON.parse(stdout) as KernelDocument).hosts;
  const values = host?.kernel['iovDisableIR'];
  return VALUES.map((name) => (typeof values?.[name] === 'string' ? values[name].toUpperCase() : null));
}

/** A value is shown as it is, or not at all. */
const showsNoOther: Command['broken'] = (said, truth) => {
  const known = valuesIn(truth);
  const wrong = valuesIn(said).filter((value, i) => value !== null && value !== known[i]);
  const isSilent = said.exitCode === 0 && valuesIn(said).includes(null);
  return [...wrong.map((value) => `shows ${value}`), ...(isSilent ? ['exit code 0 without a value'] : [])];
};

interface PrepatchDocument {
  readonly hosts: readonly Readonly<Record<'blockers' | 'unread', readonly { readonly rule: string }[]>>[];
}

function rulesIn({ stdout }: Outcome, list: 'blockers' | 'unread'): readonly string[] {
  if (stdout === '') return [];
  return (JSON.parse(stdout) as PrepatchDocument).hosts.flatMap((host) => host[list].map(({ rule }) => rule));
}

/** What truly blocks is told as that, or as unread: it never goes away. */
const keepsBlockers: Command['broken'] = (said, truth) => {
  const told = new Set([...rulesIn(said, 'blockers'), ...rulesIn(said, 'unread')]);
  const gone = said.stdout === '' ? [] : rulesIn(truth, 'blockers').filter((rule) => !told.has(rule));
  return [...gone.map((rule) => `${rule} does not block`), ...staysShut(said, truth)];
};

/** What a host itself tells: the rest is asked by `gate` in the same way. */
const OF_HOST = /^(property HostSystem|esxcli|option)/;

const COMMANDS: readonly Command[] = [
  {
    name: 'gate',
    patient: 'wrong',
    words: (host) => ['gate', host, '--rule', 'hpe/gen8-interrupt-remapping', '--rule', 'hardening/lockdown-mode'],
    hangsOn: /kernel|lockdownMode/,
    broken: staysShut,
  },
  {
    name: 'kernel',
    patient: 'wrong',
    words: (host) => ['kernel', 'iovDisableIR', '--host', host, '--format', 'json'],
    hangsOn: /kernel/,
    among: OF_HOST,
    broken: showsNoOther,
  },
  {
    name: 'prepatch',
    patient: 'wrong', // alone in its cluster: nobody takes its VMs over
    words: (host) => ['prepatch', '--host', host, '--format', 'json'],
    hangsOn: /ClusterComputeResource\.host|HostSystem\.parent/,
    broken: keepsBlockers,
  },
  {
    name: 'verify',
    patient: 'wrong',
    before: (_, folder) => ['plan', '--output', join(folder, 'plan.json')],
    words: (_, folder) => ['verify', join(folder, 'plan.json')],
    among: OF_HOST,
    broken: staysShut,
  },
];

/** Runs commands at a vCenter of its own. */
class Console implements AsyncDisposable {
  readonly vcenter: Simulator;
  readonly folder: string;
  readonly #remove: () => Promise<void>;

  private constructor(vcenter: Simulator, folder: string, remove: () => Promise<void>) {
    this.vcenter = vcenter;
    this.folder = folder;
    this.#remove = remove;
  }

  static async start(patients: Iterable<readonly [string, Patient]>, hears: boolean): Promise<Console> {
    const folder = await temporaryFolder();
    return new Console(await vcenterWith(patients, hears), folder.path, async () => folder[Symbol.asyncDispose]());
  }

  run(words: readonly string[]): Promise<Outcome> {
    const { host, port, certificate } = this.vcenter;
    const target = ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
    const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: this.folder };
    return runIn([...words, ...target, '--timeout', '30'], { env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.vcenter.close();
    await this.#remove();
  }
}

/** Tells every lie, or a sample, one after the other to commands that look at one host. */
export async function lieToCommands(choice: Choice): Promise<Driven> {
  const seen = new Set<string>();
  const open = new Set<string>();
  const fates: Fate[] = [];
  for (const command of COMMANDS) {
    await using console = await Console.start([[command.patient, command.patient]], true);
    const words = command.words(command.patient, console.folder);
    if (command.before !== undefined) await console.run(command.before(command.patient, console.folder));
    const truth = await console.run(words);
    const heard = [...console.vcenter.heard.values()];
    for (const { id } of heard) seen.add(id);
    const lies = heard.flatMap((each) =>
      liesAt(each)
        .filter(({ at }) => command.among?.test(at) ?? true)
        .filter(({ member, at }) => member === undefined || command.hangsOn?.test(at) === true)
        .map((lie) => ({ lie, ofHosts: each.ofHosts })),
    );
    // What was asked before is heard as well, and is not asked again.
    if (command.before === undefined) for (const at of requestsOf(lies)) open.add(at);
    for (const { lie, ofHosts } of chosen(lies, keysOfLie, choice)) {
      console.vcenter.disturbHost(command.patient, { lies: ofHosts ? [lie] : [] });
      console.vcenter.lieAbout(...(ofHosts ? [] : [lie]));
      fates.push(fateOf(command, lie, { said: await console.run(words), truth, vcenter: console.vcenter }));
    }
  }
  return { seen: [...seen], open, fates };
}

interface Come {
  readonly said: Outcome;
  readonly truth: Outcome;
  readonly vcenter: Simulator;
}

function fateOf({ name, broken }: Command, lie: Lie, { said, truth, vcenter }: Come): Fate {
  const crash = /bug in esxcheck/.test(said.stderr) ? [`a stack: ${said.stderr.slice(0, 200)}`] : [];
  const writes = vcenter.calls.writes.map(({ method }) => `written: ${method}`);
  return {
    lie,
    subject: name,
    told: vcenter.liesTold.has(lie),
    unknown: said.exitCode === truth.exitCode ? [] : [`exit code ${said.exitCode}`],
    broken: [...broken(said, truth), ...crash, ...writes],
  };
}

/** Liars in one vCenter. */
const AT_ONCE = 150;

interface PlanDocument {
  readonly steps: readonly { readonly host: { readonly name: string }; readonly action: unknown }[];
}

type Planned = (name: string) => readonly string[];

async function planAt(console: Console): Promise<Planned> {
  const file = join(console.folder, 'plan.json');
  const { exitCode, stderr } = await console.run(['plan', '--output', file]);
  if (exitCode === 2 && /^[A-Z_]+: /m.test(stderr)) return () => [];
  const { steps } = JSON.parse(await readFile(file, 'utf8')) as PlanDocument;
  return (name) => steps.filter(({ host }) => host.name === name).map(({ action }) => JSON.stringify(action));
}

/** Tells every lie, or a sample, about hosts that a plan is made for: nothing is planned that the truth would not plan. */
export async function lieToPlan(choice: Choice): Promise<Driven> {
  await using honest = await Console.start(
    NAMES.map((name) => [name, name]),
    true,
  );
  const truth = await planAt(honest);
  const heard = [...honest.vcenter.heard.values()];
  const all = heard
    .filter(({ ofHosts }) => ofHosts)
    .flatMap(liesAt)
    .flatMap((lie) =>
      NAMES.filter((patient) => isConcerned(patient, lie.at)).map((patient): PatientLie => ({
        patient,
        lie: { ...lie },
      })),
    );
  const taken = chosen(all, keysOfLie, choice);
  const fates: Fate[] = [];
  for (let i = 0; i < taken.length; i += AT_ONCE)
    fates.push(...(await planWithLies(taken.slice(i, i + AT_ONCE), truth)));
  return { seen: heard.map(({ id }) => id), open: requestsOf(all), fates };
}

async function planWithLies(told: readonly PatientLie[], truth: Planned): Promise<readonly Fate[]> {
  const names = told.map(({ patient }, i) => `${patient}-${i}`);
  const patients = told.map(({ patient }, i) => [names[i] ?? '', patient] as const);
  await using console = await Console.start([['wrong', 'wrong'], ...patients], false);
  told.forEach(({ lie }, i) => {
    const { spec, trouble } = console.vcenter.hostNamed(names[i] ?? '');
    console.vcenter.disturbHost(spec.name, { ...trouble, lies: [lie] });
  });
  const of = await planAt(console);
  if (of('wrong').length < truth('wrong').length && told.length > 1) {
    const middle = Math.ceil(told.length / 2);
    const before = await planWithLies(told.slice(0, middle), truth);
    return [...before, ...(await planWithLies(told.slice(middle), truth))];
  }
  return told.map(({ patient, lie }, i) => {
    const steps = of(names[i] ?? '');
    const known = truth(patient);
    return {
      lie,
      subject: `plan for ${patient}`,
      told: console.vcenter.liesTold.has(lie),
      unknown: steps.length < known.length ? ['left out'] : [],
      broken: [
        ...steps.filter((step) => !known.includes(step)).map((step) => `planned: ${step}`),
        ...writesOn(console.vcenter, names[i] ?? '').map((write) => `written: ${write}`),
      ],
    };
  });
}
