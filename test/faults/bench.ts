import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { makeCertificate, type ServerCertificate } from '../../src/simulator/certificate.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Outcome, runIn } from '../cli/captured-io.ts';
import { choiceFrom, chosen } from '../support/sample.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { type Cell, keysOfCell, nameOf, troubleOf } from './cells.ts';

/** Everything on these hosts is wrong: whoever says otherwise has not looked. */
export const ALL_WRONG = `
instanceUuid: 11111111-2222-3333-4444-555555555555
durations: { maintenance: 20, task: 5, shutdown: 20, boot: 40, ha: 5, resync: 5 }
datacenters:
  - name: Lab
    hosts:
      - { name: 'esx-{n}', count: 3, vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944, kernel: { iovDisableIR: 'TRUE' } }
`;

/** A folder and a simulated vCenter of hosts on which everything is wrong. */
export interface FaultBench extends AsyncDisposable {
  readonly vcenter: Simulator;
  readonly folder: string;
  run(...words: readonly string[]): Promise<Outcome>;
}

let certificate: Promise<ServerCertificate> | undefined;

/** Pages of two hosts, so that there is a page to be in the middle of. Calls may take a second. */
async function faultBench(): Promise<FaultBench> {
  certificate ??= makeCertificate();
  const vcenter = await simulatedVcenter(ALL_WRONG, { pageSize: 2, certificate: await certificate });
  const folder = await temporaryFolder();
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const flags = [...target, '--thumbprint', vcenter.certificate.sha256];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder.path, HOME: folder.path };
  await writeFile(join(folder.path, 'secret'), ACCOUNT.password, { mode: 0o600 });
  return {
    vcenter,
    folder: folder.path,
    run: (command = '', ...words) => {
      const hurried = words.includes('--timeout') ? flags : [...flags, '--timeout', '1'];
      const own = command === 'run' ? [] : hurried;
      return runIn([command, ...words.map((word) => word.replace('FOLDER', folder.path)), ...own], { env });
    },
    [Symbol.asyncDispose]: async () => {
      await vcenter.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** What is wrong with how a command met a trouble; empty when nothing is. */
export type Law = (bench: FaultBench, outcome: Outcome, cell: Cell) => readonly string[];

/** For a walk through all cells. */
export const HOUR = { timeout: 600_000 };

/** Hangs are told from work by this: many times what the slowest cell takes. */
const LONGEST_MS = 60_000;
const AT_A_TIME = 6;

interface Walk {
  readonly cells: readonly Cell[];
  /** Made before the trouble begins: a plan, for one. */
  readonly prepare?: (bench: FaultBench) => Promise<unknown>;
  readonly words: readonly string[];
  readonly laws: readonly Law[];
}

/** Cells of one walk in a sample, if that many do for every stage and every trouble. */
const SAMPLE = 10;

/** Runs the command once in each cell or in a sample, each with a server of its own, and tells every broken law by cell. */
export async function walk({ cells, prepare, words, laws }: Walk): Promise<readonly string[]> {
  const broken = await pMap(
    chosen(cells, keysOfCell, choiceFrom(process.env, SAMPLE)),
    async (cell) => {
      await using bench = await faultBench();
      await prepare?.(bench);
      bench.vcenter.disturb(troubleOf(cell));
      const outcome = await withinTime(bench.run(...words));
      if (outcome === null) return [`${nameOf(cell)}: it hangs`];
      return laws.flatMap((law) => law(bench, outcome, cell)).map((what) => `${nameOf(cell)}: ${what}`);
    },
    { concurrency: AT_A_TIME },
  );
  return broken.flat();
}

async function withinTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LONGEST_MS);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Whatever happens: an exit code that people know, and no stack. */
const isNoCrash: Law = (_, { exitCode, stdout, stderr }) => [
  ...([0, 1, 2, 3].includes(exitCode) ? [] : [`exit code ${exitCode}`]),
  ...(/bug in esxcheck|\n\s+at .*:\d+:\d+/.test(stderr + stdout) ? [`a stack: ${stderr.slice(0, 300)}`] : []),
];

/** Where the head of a login's answer was lost, or the answer to a logout, nobody can end the session. */
const leavesNoSession: Law = ({ vcenter }, _, { method }) => {
  const left = vcenter.openSessions - vcenter.untoldSessions;
  return method === 'Logout' || left === 0 ? [] : [`${left} sessions left behind`];
};

/** Whatever command it is. */
export const ALWAYS: readonly Law[] = [isNoCrash, leavesNoSession];

export const writesNothing: Law = ({ vcenter }) =>
  vcenter.calls.writes.length === 0 ? [] : [`wrote ${JSON.stringify(vcenter.calls.writes)}`];
