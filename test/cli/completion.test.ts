import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nameOf } from '../../src/cli/parser/command.ts';
import { completionsFor } from '../../src/cli/parser/completion.ts';
import { COMMANDS } from '../../src/cli/registry.ts';
import { folderOfTest } from '../history/stored.ts';
import { PROGRAM } from '../support/program.ts';
import { runIn } from './captured-io.ts';

test('commands, flags, values of flags and arguments are completed', () => {
  expect(completionsFor(COMMANDS, [''])).toEqual(COMMANDS.map(nameOf).toSorted());
  expect(completionsFor(COMMANDS, ['scan', '--ta'])).toEqual(['--target', '--target-release']);
  expect(completionsFor(COMMANDS, ['trend', '--by', ''])).toEqual(['cluster', 'rule']);
  expect(completionsFor(COMMANDS, ['config', ''])).toEqual(['check', 'schema']);
  expect(completionsFor(COMMANDS, ['schedule', 's'])).toEqual(['systemd']);
  expect(completionsFor(COMMANDS, ['scan', '--target', ''])).toEqual([]);
  expect(completionsFor(COMMANDS, ['scan', '__proto__', '--__proto__', 'constructor'])).toEqual([]);
});

test('a real bash completes by the script', async () => {
  const folder = await folderOfTest();
  writeFileSync(join(folder, 'esxcheck'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(folder, 'esxcheck'), 0o755);
  const { stdout } = await runIn(['completion', 'bash']);
  const ask = `${stdout}\nCOMP_WORDS=(esxcheck scan --thumb); COMP_CWORD=2; _esxcheck; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  expect(execFileSync('bash', ['-c', ask], { encoding: 'utf8', env })).toBe('--thumbprint\n');
});
