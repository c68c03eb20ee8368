import { describe, expect, test } from 'vitest';
import { type Command, nameOf } from '../../src/cli/parser/command.ts';
import { aliasesOf, optionsOf } from '../../src/cli/parser/flag-words.ts';
import { parseCommandLine } from '../../src/cli/parser/parse.ts';
import { COMMANDS } from '../../src/cli/registry.ts';
import { runIn } from './captured-io.ts';

function argsOf(line: string) {
  const invocation = parseCommandLine(COMMANDS, line.split(' '), { width: 80, version: '1.2.3' });
  if (invocation.kind !== 'run') throw new Error('a command was expected');
  return invocation.args;
}

/** Every command that does something, by its words. */
function leaves(commands: readonly Command[], above: readonly string[] = []): readonly (readonly [string, Command])[] {
  return commands.flatMap((command) => {
    const path = [...above, nameOf(command)];
    return command.commands.length > 0 ? leaves(command.commands, path) : [[path.join(' '), command] as const];
  });
}

describe('other names of flags', () => {
  test.each([
    ['--cluster Prod --cluster Lab', { computeResource: ['Prod', 'Lab'] }],
    ['--cluster Prod --compute-resource Lab', { computeResource: ['Prod', 'Lab'] }],
    ['--server vc01', { target: ['vc01'] }],
    ['--vcenter vc01 --target vc02', { target: ['vc01', 'vc02'] }],
    ['--username audit@vsphere.local', { user: 'audit@vsphere.local' }],
    ['-u audit@vsphere.local', { user: 'audit@vsphere.local' }],
    ['-u=audit@vsphere.local', { user: 'audit@vsphere.local' }],
    ['-k', { insecure: true }],
    ['-o a.json -o b.csv --output c.html', { output: ['a.json', 'b.csv', 'c.html'] }],
    ['-q', { quiet: true }],
    ['-q --quiet', { quiet: true }],
    ['-v', { verbose: true }],
    ['--no-color', { colour: false }],
  ])('scan %s', (flags, expected) => {
    expect(argsOf(`scan ${flags}`)).toMatchObject(expected);
  });

  test.each(leaves(COMMANDS))('of "%s" are those of one flag each, and its help lists them', async (name, command) => {
    const table = optionsOf(command);
    const taken = new Set(['help', 'h', 'version', ...Object.keys(command.positionals)]);
    for (const [own, option] of Object.entries(table)) {
      for (const word of [own, ...aliasesOf(option)]) {
        expect(taken).not.toContain(word);
        taken.add(word);
      }
    }
    const { stdout } = await runIn([...name.split(' '), '--help']);
    const aliases = Object.values(table).flatMap(aliasesOf);
    for (const alias of aliases) expect(stdout).toMatch(new RegExp(`(?<![\\w-])--?${alias}(?![\\w-])`));
    expect(aliases).toEqual(expect.arrayContaining(['q', 'v']));
  });

  test.each([
    ['scan -u a --user b', 'The option --user is given more than once.'],
    ['scan -u a -u b', 'The option --user is given more than once.'],
    ['scan -u a --username b', 'The option --user is given more than once.'],
    ['scan -k --no-insecure', '--insecure and --no-insecure contradict each other'],
    ['scan --insecure=false -k', '--insecure and --no-insecure contradict each other'],
    ['apply p.json --no-confirm --confirm', '--confirm and --no-confirm contradict each other'],
    ['scan -q -v', '--quiet and --verbose contradict each other'],
    ['scan -k=hunter2', 'The option -k takes no value: it is there or not.'],
    ['scan -k vc01', 'The option -k takes no value: it is there or not.'],
    ['scan -u', 'The option -u needs a value.'],
    ['scan --server', 'The option --server needs a value.'],
    ['scan -u --server vc01', 'The option -u needs a value.'],
    ['apply p.json --dry-run --confirm', '--dry-run and --confirm contradict each other'],
    ['rollback p.json --confirm --dry-run', '--dry-run and --confirm contradict each other'],
    [
      'catalog 8.0U3 --release 7.0',
      'A release, --build, --flips, --age and --matrix are several questions: ask one of them.',
    ],
    ['scan --no-user', 'The option --user takes a value, and cannot be switched off.'],
    ['scan --no-target', 'The option --target takes a value, and cannot be switched off.'],
    ['scan --no-u', 'The option --u takes a value, and cannot be switched off.'],
    [
      'completion',
      'An argument is missing.\n  Usage: esxcheck completion <shell>\n  shell: bash, zsh, fish, powershell',
    ],
    ['scan --clutser Prod', '"scan" has no option --clutser.'],
  ])('%s is refused: %s', async (line, sentence) => {
    const { exitCode, stdout, stderr } = await runIn(line.split(' '));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`USAGE: ${sentence}`);
    expect(stderr).not.toContain('hunter2');
  });

  test('a run with both --quiet and --verbose is quiet, as ever', () => {
    expect(argsOf('run --quiet --verbose')).toMatchObject({ quiet: true, verbose: true });
  });
});

describe('a yes out of habit', () => {
  const YES = ['--yes', '-y', '--assume-yes', '--auto-approve', '--force', '-Confirm:$false', '-confirm', '-Confirm'];
  const WRITING = ['apply plan.json', 'rollback plan.json', 'history --forget-older-than 30'];

  test.each(WRITING.flatMap((line) => YES.map((flag) => [line, flag] as const)))(
    'does not write: %s %s',
    async (line, flag) => {
      for (const words of [`${line} ${flag}`, line.replace(' ', ` ${flag} `)]) {
        const { exitCode, stdout, stderr } = await runIn(words.split(' '));
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
        expect(stderr).toMatch(/^USAGE: "\w+" has no option --?\w/);
        expect(stderr).toContain('--confirm');
      }
    },
  );

  test('does nothing to a command that has nothing to confirm', async () => {
    expect((await runIn(['scan', '-y'])).stderr).toContain('There is nothing to confirm');
    expect((await runIn(['trust', 'vc01', '--yes'])).stderr).toContain('--sha256');
    expect((await runIn(['config', 'init', '--force'])).stderr).toContain('Did you mean --replace?');
  });
});

describe('flags of other tools', () => {
  test.each([
    ['scan -Server vc01', '-Server', '--server'],
    ['scan -User root', '-User', '--user'],
    ['scan -VMHost esx-01', '-VMHost', 'Did you mean --host?'],
    ['scan -Location Prod', '-Location', 'Did you mean --compute-resource?'],
    ['apply p.json -WhatIf', '-WhatIf', 'Did you mean --dry-run?'],
    ['scan -WhatIf', '-WhatIf', 'other commands only read'],
    ['apply p.json --check', '--check', 'Did you mean --dry-run?'],
    ['scan --url https://vc01/sdk', '--url', 'Did you mean --target?'],
    ['scan -t vc01', '-t', 'Did you mean --target?'],
    ['scan --dc DC1', '--dc', 'Did you mean --datacenter?'],
    ['scan --json', '--json', '--format json'],
    ['scan --reporter json', '--reporter', 'Did you mean --format?'],
    ['scan --port 8443', '--port', '--target vc01.example.com:8443'],
    ['scan --fingerprint AA', '--fingerprint', 'Did you mean --thumbprint?'],
    ['scan --cacert ca.pem', '--cacert', 'Did you mean --ca-file?'],
    ['scan --no-verify-ssl', '--no-verify-ssl', '--insecure'],
    ['scan --skip-certificate-check', '--skip-certificate-check', 'esxcheck trust'],
    ['scan --debug', '--debug', '--verbose'],
    ['plan --allow', '--allow', '--deny'],
    ['scan -p hunter2', '-p', '--password-file'],
    ['scan -phunter2', '-p', '--password-file'],
    ['scan -uhunter2', '-u', 'a word of its own'],
    ['scan -qk', '-q', 'one by one'],
    ['apply --plan p.json', '--plan', 'Write it without a flag: esxcheck apply <plan>'],
    ['apply p.json --plan hunter2', '--plan', 'Write it without a flag'],
    ['trust --target vc01', '--target', 'Write it without a flag: esxcheck trust <server>'],
    ['trust --server vc01', '--server', 'Write it without a flag: esxcheck trust <server>'],
    ['gate esx-01 --host esx-02', '--host', 'Write it without a flag: esxcheck gate <host>'],
  ])('%s names %s and says %s', async (line, flag, advice) => {
    const { exitCode, stdout, stderr } = await runIn(line.split(' '));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^USAGE: "\\w+" has no option ${flag}\\.\n`));
    expect(stderr).toContain(advice);
    expect(stderr).not.toContain('hunter2');
  });

  test('an advice names only what the command has', async () => {
    for (const [name, command] of leaves(COMMANDS)) {
      for (const flag of ['--json', '--url', '--dc', '--dryrun', '--cacert', '-p', '--ignore', '--log', '--out']) {
        const { stderr } = await runIn([...name.split(' '), flag]);
        const [, meant] = /Did you mean --([\w-]+)\?/.exec(stderr) ?? [];
        if (meant !== undefined) expect([...Object.keys(optionsOf(command)), 'help', 'version']).toContain(meant);
      }
    }
  });

  test.each(['https://root:hunter2@vc01/sdk', 'root:hunter2', 'https://vc01/sdk'])(
    'an account is no address and holds no password: -u %s',
    async (account) => {
      for (const flag of ['-u', '--user', '--username']) {
        const { exitCode, stderr } = await runIn(['scan', '--target', 'vc01', flag, account]);
        expect(exitCode).toBe(2);
        expect(stderr).toContain('USAGE: The option --user takes the name of an account');
        expect(stderr).toMatch(/--target|GOVC_USERNAME/);
        expect(stderr).not.toMatch(/hunter2|vc01/);
      }
    },
  );

  test('a password of PowerCLI is refused as any other', async () => {
    const { stderr } = await runIn(['scan', '-Password', 'hunter2']);
    expect(stderr).toContain('PASSWORD_IN_ARGUMENTS');
    expect(stderr).not.toContain('hunter2');
  });
});

describe('commands that are meant', () => {
  test.each([
    ['help scan', 'scan --help'],
    ['help rules list', 'rules list --help'],
    ['help rules', 'rules --help'],
    ['help kernel iovDisableIR', 'kernel --help'],
    ['help', '--help'],
    ['help help', '--help'],
    ['rules help', 'rules --help'],
    ['scan help', 'scan --help'],
    ['version', '--version'],
    ['rules', 'rules list'],
    ['rules --pack hpe', 'rules list --pack hpe'],
    ['rules --format json', 'rules list --format json'],
    ['rules hpe/gen8-interrupt-remapping', 'rules show hpe/gen8-interrupt-remapping'],
    ['config', 'config check'],
    ['config nowhere.yaml', 'config check nowhere.yaml'],
    ['catalog 8.0U3', 'catalog --release 8.0U3'],
  ])('%s is %s', async (short, long) => {
    expect(await runIn(short.split(' '))).toEqual(await runIn(long.split(' ')));
  });

  test.each([
    ['help scna', 'There is no command "scna".', 'esxcheck scan'],
    ['help rules lst', 'There is no command "rules lst".', 'esxcheck rules list'],
    ['rules lst', 'There is no command "rules lst".', 'esxcheck rules list'],
    ['config chekc', 'There is no command "config chekc".', 'esxcheck config check'],
    ['version scan', 'There is no command "version".', 'There is: '],
    ['-v', 'The command is missing.', 'esxcheck --version'],
  ])('%s is refused: %s', async (line, sentence, advice) => {
    const { exitCode, stderr } = await runIn(line.split(' '));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`USAGE: ${sentence}`);
    expect(stderr).toContain(advice);
  });

  test('a command of a group is found behind its flags, as ever', () => {
    expect(argsOf('rules --quiet list')).toMatchObject({ quiet: true });
  });

  test('without a config, config says how to write one', async () => {
    expect((await runIn(['config'])).stderr).toContain('esxcheck config init');
  });
});
