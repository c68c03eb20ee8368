import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Config } from '../config/parse-config.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { filesOf, type UnreadableFile, unreadableFiles, variablesOf } from './service-files.ts';

/**
 * What of a config would not be there when a scheduler starts the run: a sentence each, with what to do. Nothing that is found here
 * keeps the units from being printed: they may be for another machine.
 */
export async function doubtsOf(config: Config, scheduler: string, schedule: Schedule): Promise<readonly string[]> {
  const variables = variablesOf(config).map((name) => `${name}: ${WITHOUT_VARIABLES[scheduler] ?? ''}`);
  if (scheduler === 'systemd') return [...(await unreadableFiles(config, true)).map(doubtOf), ...variables];
  const strangers = schedule.credentials.map((name) => `credential ${name}: only systemd hands out credentials.`);
  return [...(await ownDoubts(config)), ...strangers, ...variables];
}

/** systemd shows a service its credentials below a folder of the service's name. */
const SERVICE = 'esxcheck.service';

const SET_NOWHERE =
  'is set in your shell, and not for what is started by itself; name a file or a command in its place.';
const WITHOUT_VARIABLES: Readonly<Record<string, string>> = {
  systemd: 'the variable is not set in the service; name a credential in its place.',
  cron: `the variable ${SET_NOWHERE}`,
  windows: `the variable ${SET_NOWHERE}`,
};

function doubtOf({ path, why, credential, isToken }: UnreadableFile): string {
  const sentence = `${path}: the service runs as a user of its own (DynamicUser=) who cannot read it: ${why}.`;
  const name = basename(path).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  if (isToken)
    return `${sentence} Write tokenFile: /run/credentials/${SERVICE}/${name}, and LoadCredential=${name}:${path} in the service.`;
  if (credential === null) return `${sentence} Put it where everybody can read it, such as /etc/esxcheck.`;
  return `${sentence} Write { credential: ${credential} } in the config, and LoadCredential=${credential}:${path} in the service.`;
}

/** The run is started as whoever asks for the line, or as somebody like him. */
async function ownDoubts(config: Config): Promise<readonly string[]> {
  const found = filesOf(config).map(async (path) => {
    const canRead = await access(path, constants.R_OK).then(
      () => true,
      () => false,
    );
    return canRead ? [] : [`${path}: you cannot read it; the run has to be started as a user who can.`];
  });
  return (await Promise.all(found)).flat();
}
