import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FleetSize, WELL } from '../../support/fleet.ts';
import { recordingOf } from '../bout.ts';
import { bareClient } from '../jobs.ts';
import { measure } from '../measure.ts';
import type { Expected } from './fleet-server.ts';
import { applying, planning, pyVmomiWrites, rolling } from './programs.ts';
import { carryOut, onStage, type Remediated, type Stage, type Work } from './stage.ts';

export interface RemediationOptions {
  readonly fleet: FleetSize;
  /** Smaller: each of its hosts is rebooted. */
  readonly rollout: FleetSize;
  readonly runs: number;
  readonly onResult: (result: Remediated) => void;
}

type Failures = ReadonlyMap<string, Expected>;

const NONE: Failures = new Map();
const REBOOT = ['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task'];

/** Remediates fleets by esxcheck as it is shipped and, where every host is well, by others, one fresh fleet for each. */
export async function remediation({ fleet, rollout, runs, onResult }: RemediationOptions): Promise<void> {
  await onStage(fleet, async (rehearsal) => {
    const { file, connections, readsBefore } = await record(rehearsal);
    const replay = bareClient({ file, connections }, runs);
    const all = { size: fleet, runs, writes: WELL.writes };
    const works: readonly Work[] = [
      { ...all, job: 'esxcheck plan', prepare: nothing, program: planBoth, writes: [] },
      { ...all, job: 'esxcheck apply', prepare: planFirst, program: apply },
      { ...all, job: 'bare client', prepare: nothing, program: ({ reach }) => replay.program(reach) },
      { ...all, job: 'pyVmomi, plain (writes only)', prepare: nothing, program: ({ reach }) => pyVmomiWrites(reach) },
      { ...all, runs: 1, job: 'esxcheck apply, 5 % fail', prepare: planThenFail(readsBefore), program: apply },
      { size: rollout, runs: 1, job: 'esxcheck apply --reboot', ...ROLLOUT },
    ];
    for (const work of works) onResult(await carryOut(work));
  });
}

const ROLLOUT: Pick<Work, 'prepare' | 'program' | 'writes'> = {
  prepare: async ({ reach, files }) => {
    await measure(planning(reach, files, ['hpe']), 1);
    return NONE;
  },
  program: ({ reach, files }) => rolling(reach, files),
  writes: ['system.settings.kernel.set', ...REBOOT],
};

interface Recorded {
  readonly file: string;
  readonly connections: number;
  /** esxcli calls that a host answers before it is written to. */
  readonly readsBefore: number;
}

/** Applies once through a proxy. */
async function record(stage: Stage): Promise<Recorded> {
  const { fleet, reach, files } = stage;
  await planFirst(stage);
  const job = { name: 'apply', runs: 1, program: (through: typeof reach) => applying(through, files, NONE) };
  const { requests, mostInFlight } = await recordingOf(job, fleet.server, reach);
  const file = join(files.home, 'recording.jsonl');
  await writeFile(file, requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  return { file, connections: mostInFlight, readsBefore: readsBeforeWrite(requests.map(({ body }) => body)) };
}

/** Taken from what was sent to one host, so that a host that fails at its write does so however much is read before. */
function readsBeforeWrite(bodies: readonly string[]): number {
  const first = bodies.findIndex((body) => body.includes('vim.EsxCLI.system.settings.kernel.set'));
  const executer = /<_this[^>]*>([^<]+)</.exec(bodies[first] ?? '')?.[1];
  if (executer === undefined) throw new Error('the apply that was recorded set nothing');
  const toSame = bodies.slice(0, first).filter((body) => body.includes(`>${executer}<`));
  return toSame.filter((body) => body.includes('<ExecuteSoap')).length;
}

function nothing(): Promise<Failures> {
  return Promise.resolve(NONE);
}

const planBoth: Work['program'] = ({ reach, files }) => planning(reach, files, ['hpe', 'vic']);
const apply: Work['program'] = ({ reach, files }, failing) => applying(reach, files, failing);

async function planFirst(stage: Stage): Promise<Failures> {
  await measure(planBoth(stage, NONE), 1);
  return NONE;
}

function planThenFail(readsBefore: number): Work['prepare'] {
  return async (stage) => {
    await planFirst(stage);
    return stage.fleet.fail(readsBefore);
  };
}
