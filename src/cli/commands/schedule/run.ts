import { realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../../config/parse-config.ts';
import { writeFileWhole } from '../../../files/atomic-write.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { cronLine, type Schedule, type Unit, windowsTask } from '../../../schedule/schedule.ts';
import { systemdUnits } from '../../../schedule/systemd.ts';
import type { ConfigArguments } from '../../common-options.ts';
import { type Io, note, print, warn } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { doubtsOf, sourcesOf, type UnreadableFile, unreadableFiles } from './service-files.ts';

/** Prints what makes a scheduler of the system start `run`. Installs nothing. */
export async function run(args: ScheduleArguments & ConfigArguments, io: Io): Promise<number> {
  const config = await findConfig(args, { ...io, quiet: true });
  return printSchedule(config, args, io);
}

export interface ScheduleArguments {
  readonly scheduler: string;
  readonly at: { readonly hour: number; readonly minute: number };
  readonly output?: string | undefined;
}

const SCHEDULERS: Readonly<Record<string, (schedule: Schedule) => readonly Unit[]>> = {
  systemd: systemdUnits,
  cron: cronLine,
  windows: windowsTask,
};

/** Prints the units of a scheduler, or writes them into a folder. Resolves to the exit code. Throws NOTHING_TO_RUN. */
export async function printSchedule(config: Config | null, args: ScheduleArguments, io: Io): Promise<number> {
  const schedule = await scheduleOf(config, args);
  const units = SCHEDULERS[args.scheduler]?.(schedule) ?? [];
  for (const { name, text } of units) {
    if (args.output === undefined) await print(io, units.length > 1 ? `# ${name}\n${text}\n` : text);
    else await writeFileWhole(join(args.output, name), [text], 0o644);
  }
  if (config !== null) for (const doubt of await doubtsOf(config, args.scheduler, schedule)) await warn(io, doubt);
  if (args.output !== undefined) await note(io, `Wrote ${units.map(({ name }) => name).join(', ')} to ${args.output}.`);
  return EXIT.done;
}

async function scheduleOf(config: Config | null, { at, scheduler }: ScheduleArguments): Promise<Schedule> {
  if (config?.sections.targets === undefined) {
    throw new EsxcheckError('NOTHING_TO_RUN', 'A schedule needs a config that names targets.', {
      details: ['Write one, name it with --config, and check it with: esxcheck config check FILE'],
    });
  }
  const file = resolve(config.file);
  return {
    command: [process.execPath, await ownScript(), 'run', '--config', file],
    ...at,
    deadlineMinutes: config.sections.run?.deadlineMinutes ?? 60,
    credentials: credentialsOf(config),
    unreadable: scheduler === 'systemd' ? secretsIn(await unreadableFiles(config, true)) : [],
    writes: foldersWritten(config, dirname(file)),
  };
}

/** The file that is running, past the link by which it was called. */
function ownScript(): Promise<string> {
  return realpath(process.argv[1] ?? '');
}

function credentialsOf(config: Config): readonly string[] {
  return [...new Set(sourcesOf(config).flatMap(({ credential }) => (credential === undefined ? [] : [credential])))];
}

function secretsIn(files: readonly UnreadableFile[]): Schedule['unreadable'] {
  return files.flatMap(({ path, credential }) => (credential === null ? [] : [{ path, credential }]));
}

function foldersWritten({ sections: { reports = [], history } }: Config, folder: string): readonly string[] {
  const files = [...reports.map(({ file }) => file), ...(history?.file === undefined ? [] : [history.file])];
  return [...new Set(files.map((file) => dirname(resolve(folder, file))))].filter((one) => one !== '/var/lib/esxcheck');
}
