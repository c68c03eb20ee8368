import { fileURLToPath } from 'node:url';
import { GOVC, PYTHON, PYTHON_SCRIPTS } from '../conformance/support/paths.ts';
import { bout, type Result } from './bout.ts';
import { account, answeredInGovc, govcAccount, holds, type Job } from './jobs.ts';
import { measuredVcsim } from './servers.ts';

const PYVMOMI_THREADS = fileURLToPath(new URL('clients/pyvmomi_threads.py', import.meta.url));
const GOVC_XARGS = fileURLToPath(new URL('clients/govc-xargs.sh', import.meta.url));

/** As many hosts at a time as people choose who know that one after the other takes too long. */
const AT_A_TIME = 32;
/** Of each client: waiting takes as long each time. */
const RUNS = 1;

function pyVmomiThreads(): Job {
  return {
    name: `pyVmomi, ${AT_A_TIME} threads`,
    runs: RUNS,
    program: (reach) => ({
      command: [PYTHON, PYVMOMI_THREADS, ...reach.host.split(':'), reach.caFile, String(AT_A_TIME)],
      env: { ...account(reach), PYTHONPATH: PYTHON_SCRIPTS },
      goodStatuses: [0],
      isDone: holds(reach.hosts),
    }),
  };
}

function govcXargs(): Job {
  return {
    name: `govc, xargs -P ${AT_A_TIME}`,
    runs: RUNS,
    program: (reach) => ({
      command: ['sh', GOVC_XARGS, GOVC, String(AT_A_TIME)],
      env: govcAccount(reach),
      goodStatuses: [0],
      isDone: (output) => answeredInGovc(output).length === reach.hosts,
    }),
  };
}

/** A scan beside clients that ask many hosts at a time, all on vcsim, where every call takes so many milliseconds longer. */
export async function sideBySide(
  hosts: number,
  latencyMs: number,
  onResult: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const others = [pyVmomiThreads(), govcXargs()];
  await using server = await measuredVcsim(hosts, latencyMs);
  await bout({
    server,
    hosts,
    latencyMs,
    runs: RUNS,
    others,
    earlier: [],
    onResult: (result) => {
      results.push(result);
      onResult(result);
    },
  });
  return results;
}
