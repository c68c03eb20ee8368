import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPLETION_FLAG, EMPTY_WORD } from '../../src/cli/commands/completion/scripts.ts';
import { completionsFor } from '../../src/cli/parser/completion.ts';
import { COMMANDS } from '../../src/cli/registry.ts';
import { PROGRAM } from '../support/program.ts';
import { runIn } from '../cli/captured-io.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-shells-'));
  writeFileSync(join(folder, 'esxcheck'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(folder, 'esxcheck'), 0o755);
  writeFileSync(join(folder, 'plan.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true }));

async function scriptFor(shell: string): Promise<string> {
  return (await runIn(['completion', shell])).stdout;
}

/** What a shell prints that finds the program and knows nothing of the user. */
function printedBy(shell: string, words: readonly string[]): readonly string[] {
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder, TERM: 'dumb' };
  const text = execFileSync(shell, words, { encoding: 'utf8', env, cwd: folder });
  return text.split('\n').filter((line) => line !== '');
}

/** Lines as they are typed, and what must come of the last word; one that nothing is known of is a name of a file. */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['esxcheck sn', ['snapshot']],
  ['esxcheck help sc', ['scan', 'schedule']],
  ['esxcheck config ', ['check', 'init', 'schema']],
  ['esxcheck scan --thumb', ['--thumbprint']],
  ['esxcheck scan --clu', ['--cluster']],
  ['esxcheck trend --by ', ['cluster', 'rule']],
  ['esxcheck completion ', ['bash', 'fish', 'powershell', 'zsh']],
  ['esxcheck scan -u root --fail-on ', ['fail', 'warn']],
  ['esxcheck apply plan', ['plan.json']],
];

describe.each(CASES)('%s', (line, expected) => {
  const words = line.split(' ');

  test('in a real bash', async () => {
    const typed = words.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _esxcheck; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const found = printedBy('bash', ['--norc', '-c', `${await scriptFor('bash')}\n${ask}`]);
    // Names of files are the business of bash itself (bashdefault).
    expect(found).toEqual(expected[0] === 'plan.json' ? [] : expected);
  });

  test('in a real fish', async () => {
    const found = printedBy('fish', ['--no-config', '-c', `${await scriptFor('fish')}\ncomplete -C '${line}'`]);
    expect(found.map((each) => each.split('\t', 1).join('')).toSorted()).toEqual(expected);
  });

  test('in a real zsh', async () => {
    // What zsh offers inside its editor alone; here it prints.
    const stubs =
      'compdef() { :; }; compadd() { shift; print -l -- "$@"; }; _files() { print -l -- "${words[-1]}"*(N); }';
    const typed = words.map((word) => `'${word}'`).join(' ');
    const found = printedBy('zsh', ['-f', '-c', `${stubs}\n${await scriptFor('zsh')}\nwords=(${typed})\n_esxcheck`]);
    expect(found).toEqual(expected);
  });
});

describe('PowerShell, which is not at hand: the form of the script alone', () => {
  test('brackets close in their order, quotes close on their line, and it is plain ASCII', async () => {
    const script = await scriptFor('powershell');
    expect(script).toMatch(/^[\n -~]+$/);
    const code = script.replaceAll(/^#.*$/gm, '').replaceAll(/'[^'\n]*'/g, 'S');
    expect(code).not.toMatch(/['"`]/);
    const open: string[] = [];
    for (const character of code) {
      if ('({['.includes(character)) open.push(character);
      else if (')}]'.includes(character)) expect(`${open.pop()}${character}`).toMatch(/^(\(\)|\{\}|\[\])$/);
    }
    expect(open).toEqual([]);
  });

  test('it registers a native completer, and asks the program as the others do', async () => {
    const script = await scriptFor('powershell');
    expect(script).toContain("Register-ArgumentCompleter -Native -CommandName 'esxcheck',");
    expect(script).toContain('param($wordToComplete, $commandAst, $cursorPosition)');
    expect(script).toContain(`& esxcheck ${COMPLETION_FLAG} $words $typed 2>$null`);
    expect(script).toContain('[System.Management.Automation.CompletionResult]::new(');
  });

  test.each(CASES)('%s: the words that it hands over lead to the same', async (line, expected) => {
    const words = line.split(' ').map((word) => (word === '' ? EMPTY_WORD : word));
    const { exitCode, stdout } = await runIn([COMPLETION_FLAG, ...words]);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').filter((word) => word !== '')).toEqual(expected[0] === 'plan.json' ? [] : expected);
    expect(completionsFor(COMMANDS, line.split(' ').slice(1))).toEqual(expected[0] === 'plan.json' ? [] : expected);
  });
});
