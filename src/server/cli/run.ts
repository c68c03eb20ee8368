import yargs from 'yargs';
import { escapeControlCharacters } from '../../model/control-characters.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { databaseError } from '../database/pool.ts';
import {
  type Console,
  runDemoCommand,
  runJudgeAgain,
  runMigrate,
  runServe,
  runSiteAdd,
  runSiteForget,
  runSiteList,
  runSiteRevoke,
} from './commands.ts';

/** What the exit status says. */
export const EXIT = { done: 0, refused: 1, couldNotRun: 2, bug: 70 } as const;

/** Orders that were understood and may not be carried out. */
const REFUSED = new Set([
  'NOT_CONFIRMED',
  'LEGAL_HOLD',
  'SITE_UNKNOWN',
  'SITE_INVALID',
  'LOGIN_MISSING',
  'CERTIFICATE_MISSING',
]);

/** Runs one command line from start to end and resolves to the exit code. Never throws. */
export async function run(
  words: readonly string[],
  console: Console & { readonly fail: (text: string) => void },
): Promise<number> {
  try {
    let shown: string | null = null;
    let misuse: string | null = null;
    const parser = commandLine(console).fail((message, error) => {
      if (error !== undefined && error !== null) throw error;
      misuse = message;
    });
    await parser.parseAsync([...words], {}, (_error, _argv, output) => {
      if (output !== '') shown = output;
    });
    if (misuse !== null)
      throw new EsxcheckError('USAGE', misuse, { details: ['esxcheck-server --help shows what there is.'] });
    if (shown !== null) console.print(`${String(shown)}\n`);
    return EXIT.done;
  } catch (thrown) {
    const { text, exitCode } = failureOf(thrown);
    console.fail(text);
    return exitCode;
  }
}

/** What to print for an error, and the exit code that goes with it. */
export function failureOf(thrown: unknown): { readonly text: string; readonly exitCode: number } {
  const error = databaseError(thrown);
  if (error instanceof EsxcheckError) {
    const exitCode = REFUSED.has(error.code) ? EXIT.refused : EXIT.couldNotRun;
    return {
      text: linesOf([`${error.code}: ${error.message}`, ...error.details.map((detail) => `  ${detail}`)]),
      exitCode,
    };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: linesOf(['this is a bug in esxcheck-server', ...stack.split('\n')]), exitCode: EXIT.bug };
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${escapeControlCharacters(line.replaceAll('\n', ' '))}\n`).join('');
}

const NAME = { type: 'string', demandOption: true, describe: 'Name of the site' } as const;

function commandLine(console: Console) {
  return yargs()
    .scriptName('esxcheck-server')
    .locale('en')
    .version(console.version)
    .option('config', {
      type: 'string',
      default: 'server.yaml',
      requiresArg: true,
      describe: 'The config of the server',
    })
    .command('migrate', 'Bring the schema of the database up', {}, ({ config }) => runMigrate(String(config), console))
    .command('serve', 'Take, judge and show what sites ship', {}, ({ config }) => runServe(String(config), console))
    .command('site <order>', 'Add, list, revoke or forget sites', (site) =>
      site
        .command(
          'add <name>',
          'Print a one-time code for a site',
          (one) => one.positional('name', NAME),
          ({ config, name }) => runSiteAdd(config, name, console),
        )
        .command('list', 'Show all sites', {}, ({ config }) => runSiteList(String(config), console))
        .command(
          'revoke <name>',
          'Take the keys of a site away',
          (one) => one.positional('name', NAME),
          ({ config, name }) => runSiteRevoke(config, name, console),
        )
        .command(
          'forget <name>',
          'Delete a site and all that it told',
          (one) =>
            one
              .positional('name', NAME)
              .option('confirm', { type: 'boolean', default: false, describe: 'Really delete it' }),
          ({ config, name, confirm }) => runSiteForget(config, { name, confirm }, console),
        )
        .demandCommand(1, 'One of add, list, revoke, forget was expected.'),
    )
    .command(
      'judge',
      'Judge kept facts by the rules of today',
      (judge) =>
        judge
          .option('again', { type: 'boolean', demandOption: true, describe: 'Judge what was judged before once more' })
          .option('site', { type: 'string', requiresArg: true, describe: 'Of this site alone' }),
      ({ config, site }) => runJudgeAgain(config, site ?? null, console),
    )
    .command('demo', 'A centre, three simulated vCenters and two workers on this machine', {}, () =>
      runDemoCommand(console),
    )
    .demandCommand(1, 'A command was expected.')
    .strict()
    .exitProcess(false)
    .wrap(100);
}
