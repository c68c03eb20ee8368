import { access, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { CHECKLIST_SCRIPTS, CHECKLIST_TOOLS, GO_MODULE, HARDEN_SCRIPTS, PYTHON_SCRIPTS, TOOLS } from './paths.ts';
import { run, type Ran } from './run.ts';

/** Why a witness cannot run; null when it can. */
export interface Witnesses {
  readonly go: string | null;
  readonly python: string | null;
  readonly harden: string | null;
  readonly checklists: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    witnesses: Witnesses;
  }
}

const BUILD_TIME_MS = 900_000;

async function attempt(what: string, work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (cause) {
    return `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

async function must(running: Promise<Ran>): Promise<void> {
  const { status, stdout, stderr } = await running;
  if (status !== 0) throw new Error(`exit ${status}\n${stdout}${stderr}`);
}

async function buildGo(): Promise<void> {
  await mkdir(`${TOOLS}/bin`, { recursive: true });
  const build = ['build', '-o', `${TOOLS}/bin/`, './...'];
  await must(run('go', build, { cwd: GO_MODULE, timeoutMs: BUILD_TIME_MS }));
}

/** A finished installation holds a copy of the list that it was made from. */
async function isInstalled(program: string, stamp: string, wanted: string): Promise<boolean> {
  try {
    await access(program);
    return (await readFile(stamp, 'utf8')) === wanted;
  } catch {
    return false;
  }
}

/** Each in an environment of its own: what one of them needs is nobody else's matter. */
async function installPython(environment: string, requirements: string): Promise<void> {
  const folder = `${TOOLS}/${environment}`;
  const python = `${folder}/bin/python`;
  const stamp = `${folder}/installed.txt`;
  const wanted = await readFile(requirements, 'utf8');
  if (await isInstalled(python, stamp, wanted)) return;
  await rm(folder, { recursive: true, force: true });
  await must(run('python3', ['-m', 'venv', folder]));
  await must(run(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements], { timeoutMs: BUILD_TIME_MS }));
  await writeFile(stamp, wanted);
}

/** MITRE's tools, by a lockfile of their own; what they would run while they are installed is not run. */
async function installChecklistTools(): Promise<void> {
  const stamp = `${CHECKLIST_TOOLS}/installed.json`;
  const wanted = await readFile(`${CHECKLIST_SCRIPTS}/package-lock.json`, 'utf8');
  if (await isInstalled(`${CHECKLIST_TOOLS}/node_modules/inspecjs/package.json`, stamp, wanted)) return;
  await rm(CHECKLIST_TOOLS, { recursive: true, force: true });
  await mkdir(CHECKLIST_TOOLS, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(`${CHECKLIST_SCRIPTS}/${file}`, `${CHECKLIST_TOOLS}/${file}`);
  }
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  await must(run('npm', install, { cwd: CHECKLIST_TOOLS, timeoutMs: BUILD_TIME_MS }));
  await writeFile(stamp, wanted);
}

/** Builds what the witnesses need, each on its own, and tells the tests which of them can run. */
export async function buildWitnesses(): Promise<Witnesses> {
  const [go, python, harden, checklists] = await Promise.all([
    attempt('Go and govmomi are needed', buildGo),
    attempt('Python and pyVmomi are needed', () => installPython('venv', `${PYTHON_SCRIPTS}/requirements.txt`)),
    attempt('Python and vmware-harden are needed', () => installPython('harden', `${HARDEN_SCRIPTS}/requirements.txt`)),
    attempt("npm and MITRE's converters are needed", installChecklistTools),
  ]);
  return { go, python, harden, checklists };
}

/** Called once by vitest before the suites. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('witnesses', await buildWitnesses());
}
