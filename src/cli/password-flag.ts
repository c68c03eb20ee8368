import { EsxcheckError } from '../model/errors.ts';

const PASSWORD_FLAGS = ['password', 'passwd', 'pass', 'pwd'];

/** Refuses a password on the command line, where every user of the machine can read it, without repeating it. */
export function refusePasswordFlag(parsed: Readonly<Record<string, unknown>>): void {
  const flag = PASSWORD_FLAGS.find((name) => Object.hasOwn(parsed, name));
  if (flag === undefined) return;
  throw new EsxcheckError(
    'PASSWORD_IN_ARGUMENTS',
    `There is no --${flag}: other users of this machine can read the arguments of a program, and shells keep them in a history.`,
    {
      details: [
        'Leave it out to be asked for the password, or use one of:',
        '  --password-file FILE, --password-stdin, --password-command COMMAND, or ESXCHECK_PASSWORD in the environment.',
        'If what followed was a real password, remove it from the history of your shell, and change it if others use this machine.',
      ],
    },
  );
}
