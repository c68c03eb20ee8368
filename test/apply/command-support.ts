import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Outcome as Ended, runIn, sink } from '../cli/captured-io.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { faultsOf } from './apply-schema.ts';
import { type Change, planOf, temporaryFolder, wrongEstate } from './support.ts';

/** A simulated vCenter and a plan for it in a file of a folder of its own. */
export interface Bench extends AsyncDisposable {
  readonly vcenter: Simulator;
  readonly folder: string;
  readonly plan: Plan;
  readonly planFile: string;
  /** Runs a command of esxcheck at that vCenter. A report in JSON must hold to its published schema. */
  run(words: readonly string[], io?: Parameters<typeof runIn>[1]): Promise<Ended>;
}

export async function bench(
  hosts: number,
  changes: readonly Change[],
  identity?: string,
  options: Parameters<typeof simulatedVcenter>[1] = {},
): Promise<Bench> {
  const folder = await temporaryFolder();
  const vcenter = await simulatedVcenter(wrongEstate(hosts, identity), options);
  const plan = sealed(planOf(vcenter, changes));
  const planFile = join(folder.path, 'plan.json');
  await writeFile(planFile, planText(plan));
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const trust = ['--thumbprint', vcenter.certificate.sha256, '--timeout', '5'];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder.path };
  return {
    vcenter,
    folder: folder.path,
    plan,
    planFile,
    run: async (words, io = {}) => {
      const ended = await runIn([...words, ...connection, ...trust], { env, ...io });
      if (ended.stdout.includes('"schema": "esxcheck.apply/1"')) expect(faultsOf(ended.stdout)).toEqual([]);
      return ended;
    },
    [Symbol.asyncDispose]: async () => {
      await vcenter.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A terminal at which somebody types, one line for each question. */
export function terminal(...lines: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = sink(100);
  const questions = { asked: 0 };
  const { write } = stderr;
  stderr.write = ((text: string, done: () => void) => {
    if (/[:?] $/.test(text)) {
      const line = lines[questions.asked] ?? '';
      questions.asked += 1;
      setImmediate(() => stdin.write(`${line}\r`));
    }
    return write.call(stderr, text, 'utf8', done);
  }) as typeof stderr.write;
  return { stdin, stderr };
}

/** `HOST METHOD` of every write to a host; events are kept by vCenter itself. */
export function writesTo({ calls }: Simulator): readonly string[] {
  return calls.writes.filter(({ host }) => host !== null).map(({ host, method }) => `${host} ${method}`);
}
