import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESXCHECK, PYTHON, PYTHON_SCRIPTS } from '../../conformance/support/paths.ts';
import { group, WELL } from '../../support/fleet.ts';
import { account, type Reach, targetFlags } from '../jobs.ts';
import type { Program } from '../measure.ts';
import type { Expected } from './fleet-server.ts';

const PYVMOMI = fileURLToPath(new URL('../clients/pyvmomi_remediate.py', import.meta.url));
/** Seconds that a call may take where hosts hang, so that they do not decide how long the run is. */
export const SHORT_TIMEOUT = 5;

/** The files of one run; `home` is where the program puts its lock. */
export interface Files {
  readonly home: string;
  readonly plan: string;
}

/** As much of the JSON reports as is looked at. */
interface PlanFile {
  readonly steps: readonly unknown[];
  readonly leftOut: readonly unknown[];
}
interface ApplyReport {
  readonly steps: readonly { readonly hostName: string; readonly outcome: string; readonly reason: string | null }[];
}

function ours(reach: Reach, { home }: Files, words: readonly string[]): Pick<Program, 'command' | 'env'> {
  return {
    command: [process.execPath, ESXCHECK, ...words, '--quiet', ...targetFlags(reach)],
    env: { ESXCHECK_PASSWORD: reach.password, HOME: home, XDG_STATE_HOME: home },
  };
}

/** Plans so many steps for each host, and leaves nothing out. */
export function planning(reach: Reach, files: Files, packs: readonly string[]): Program {
  const flags = packs.flatMap((pack) => ['--pack', pack]);
  const isWhole = (): boolean => {
    const { steps, leftOut } = JSON.parse(readFileSync(files.plan, 'utf8')) as PlanFile;
    return steps.length === reach.hosts * packs.length && leftOut.length === 0;
  };
  return { ...ours(reach, files, ['plan', ...flags, '--output', files.plan]), goodStatuses: [0], isDone: isWhole };
}

/** Carries the plan out; every step must come to what its host lets it come to. */
export function applying(reach: Reach, files: Files, failing: ReadonlyMap<string, Expected>): Program {
  const timeout = failing.size === 0 ? [] : ['--timeout', String(SHORT_TIMEOUT)];
  return {
    ...ours(reach, files, ['apply', files.plan, '--confirm', '--format', 'json', ...timeout]),
    goodStatuses: [failing.size === 0 ? 0 : 1],
    isDone: (output) => {
      const { steps } = JSON.parse(output) as ApplyReport;
      const told = group(steps.map(({ hostName, outcome, reason }) => `${hostName} ${outcome} ${reason ?? ''}`.trim()));
      for (const [host, each] of told) requireOutcomes(host, each, (failing.get(host) ?? WELL).told);
      return told.size === reach.hosts;
    },
  };
}

function requireOutcomes(host: string, found: readonly string[], wanted: readonly string[]): void {
  if (!isSame(found, wanted)) throw new Error(`the steps of ${host} came to ${JSON.stringify({ found, wanted })}`);
}

/** Sets, and then reboots one host of each cluster at a time. */
export function rolling(reach: Reach, files: Files): Program {
  const words = ['apply', files.plan, '--confirm', '--reboot', '--reboot-poll', '1', '--format', 'json'];
  return {
    ...ours(reach, files, words),
    goodStatuses: [0],
    isDone: (output) => {
      const { steps } = JSON.parse(output) as ApplyReport;
      return steps.length === reach.hosts && steps.every(({ outcome }) => outcome === 'done');
    },
  };
}

/** The same writes one host after the other. */
export function pyVmomiWrites(reach: Reach): Program {
  return {
    command: [PYTHON, PYVMOMI, ...reach.host.split(':'), reach.caFile],
    env: { ...account(reach), PYTHONPATH: PYTHON_SCRIPTS },
    goodStatuses: [0],
    isDone: () => true,
  };
}

export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
