import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { EsxcheckError } from '../model/errors.ts';
import { makeFolder } from './folder.ts';

/** Held while one run writes to a target or a file. */
export interface Lock extends AsyncDisposable {
  release(): Promise<void>;
}

/**
 * Takes the lock of a target, so that two runs of one user cannot write to it at once. Throws APPLY_RUNNING, or what
 * `refusal` makes, while another process holds it, LOCK_NOT_TAKEN where the folder cannot be written.
 *
 * Each process first puts down a file of its own, then looks for others: of two that start together at least one sees
 * the other and gives way. What a killed process left behind is taken away; such a name is never used again.
 */
export async function takeLock(
  folder: string,
  identity: string,
  refusal: (holder: string, path: string) => EsxcheckError = writtenTo,
): Promise<Lock> {
  const prefix = `${createHash('sha256').update(identity).digest('hex').slice(0, 32)}.`;
  const own = `${prefix}${process.pid}.${randomBytes(8).toString('hex')}.lock`;
  const path = join(folder, own);
  const release = () => rm(path, { force: true });
  await putDown(folder, own);
  try {
    await requireAlone(folder, { prefix, own, refusal });
  } catch (error) {
    await release();
    throw error;
  }
  return { release, [Symbol.asyncDispose]: release };
}

/** Under its own name only when it is whole: a lock that cannot be read would be held for ever. */
async function putDown(folder: string, name: string): Promise<void> {
  try {
    makeFolder(folder, 0o700);
    const draft = join(folder, `${name}.new`);
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(await thisProcess()));
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, name));
  } catch (error) {
    const { message } = error as Error;
    throw new EsxcheckError('LOCK_NOT_TAKEN', `No lock can be kept in ${JSON.stringify(folder)}: ${message}.`, {
      details: ['Without one, two runs could write at once. Nothing was written.'],
      cause: error,
    });
  }
}

interface Names {
  readonly prefix: string;
  readonly own: string;
  readonly refusal: (holder: string, path: string) => EsxcheckError;
}

async function requireAlone(folder: string, { prefix, own, refusal }: Names): Promise<void> {
  const others = (await readdir(folder)).filter((name) => isLock(name, prefix) && name !== own);
  for (const name of others) {
    const path = join(folder, name);
    const holder = await holderOf(path);
    if (holder === 'gone') continue;
    if (holder === 'unreadable' || (await mayRun(holder))) throw refusal(holderText(holder), path);
    await rm(path, { force: true });
  }
}

function isLock(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && name.endsWith('.lock');
}

async function holderOf(path: string): Promise<RunningProcess | 'gone' | 'unreadable'> {
  try {
    const { machine, pid, startedAt } = JSON.parse(await readFile(path, 'utf8')) as RunningProcess;
    const isWhole = typeof machine === 'string' && Number.isSafeInteger(pid) && pid > 0;
    return isWhole ? { machine, pid, startedAt: typeof startedAt === 'string' ? startedAt : null } : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable';
  }
}

function holderText(holder: RunningProcess | 'unreadable'): string {
  return holder === 'unreadable' ? 'another run' : `process ${holder.pid} on ${holder.machine}`;
}

function writtenTo(holder: string, path: string): EsxcheckError {
  return new EsxcheckError('APPLY_RUNNING', `This target is being written to by ${holder}.`, {
    details: ['Wait until it has ended.', `If it surely does not run any more, delete ${JSON.stringify(path)}.`],
  });
}

/** Names a running process so that no later one is taken for it, even after a restart of the machine. */
interface RunningProcess {
  readonly machine: string;
  readonly pid: number;
  /** Boot of the machine and start of the process, as Linux tells them; null elsewhere. */
  readonly startedAt: string | null;
}

async function thisProcess(): Promise<RunningProcess> {
  return { machine: hostname(), pid: process.pid, startedAt: await startOf(process.pid) };
}

/** Whether that process may still run; true for another machine's, which cannot be asked. */
async function mayRun({ machine, pid, startedAt }: RunningProcess): Promise<boolean> {
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
