import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Names a running process so that no later one is taken for it, even after a restart of the machine. */
export interface RunningProcess {
  readonly machine: string;
  readonly pid: number;
  /** Boot of the machine and start of the process, as Linux tells them; null elsewhere. */
  readonly startedAt: string | null;
}

export async function thisProcess(): Promise<RunningProcess> {
  return { machine: hostname(), pid: process.pid, startedAt: await startOf(process.pid) };
}

/** Whether that process may still run; true for another machine's, which cannot be asked. */
export async function mayRun({ machine, pid, startedAt }: RunningProcess): Promise<boolean> {
  if (machine !== hostname()) return true;
  if (!exists(pid)) return false;
  return startedAt === null || (await startOf(pid)) === startedAt;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The 22nd field of `stat`; the second, the name, may hold blanks and brackets. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return start === undefined ? null : `${boot.trim()} ${start}`;
  } catch {
    return null;
  }
}
