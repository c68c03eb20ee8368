import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

/** Every source file of the program by its path; the simulator is a server and sends nothing. */
const sources = new Map<string, string>();

beforeAll(async () => {
  for (const top of ['src', 'reports']) {
    for (const name of await readdir(top, { recursive: true })) {
      const path = join(top, name);
      if (!name.endsWith('.ts') || path.startsWith('src/simulator/')) continue;
      sources.set(path, await readFile(path, 'utf8'));
    }
  }
});

function filesThat(matches: RegExp): readonly string[] {
  return [...sources].filter(([, text]) => matches.test(text)).map(([path]) => path);
}

const WRITE_METHODS = /from '[./]*(?:vim\/)?methods\/writes\//;

test('only the parts of an apply know the methods that write', () => {
  const files = filesThat(WRITE_METHODS);
  expect(files.filter((path) => !path.startsWith('src/apply/rollout/')).toSorted()).toEqual([
    'src/apply/actions/advanced-option.ts',
    'src/apply/actions/firewall.ts',
    'src/apply/actions/kernel-setting.ts',
    'src/apply/actions/service.ts',
    'src/apply/backup.ts',
    'src/apply/event-log.ts',
  ]);
});

test('only the engine sends a change', () => {
  expect(filesThat(/import \{[^}]*\bwrite\b[^}]*\} from '\.\/actions\/index\.ts'/)).toEqual(['src/apply/send.ts']);
  expect(filesThat(/import \{[^}]*\bsend\b[^}]*\} from '[^']*\/send\.ts'/)).toEqual(['src/apply/execute-step.ts']);
  expect(filesThat(/from '[^']*\/execute-step\.ts'/)).toEqual(['src/apply/host-runs.ts']);
});

function importersOf(name: string): readonly string[] {
  return filesThat(new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*'`)).toSorted();
}

test('only apply and rollback start the engine', () => {
  expect(importersOf('applyPlan')).toEqual(['src/apply/journaled-run.ts']);
  expect(importersOf('executePlan')).toEqual(['src/apply/locked-run.ts']);
  expect(importersOf('runPlan')).toEqual(['src/api/apply.ts', 'src/cli/commands/apply/confirmed.ts']);
  expect(importersOf('rollOut')).toEqual(['src/apply/rollout/reboot-hosts.ts']);
  expect(importersOf('executeConfirmed')).toEqual(['src/cli/commands/apply/run.ts']);
  expect(importersOf('runDirection')).toEqual(['src/cli/commands/rollback/run.ts']);
});

test('no esxcli command that changes something is sent from anywhere else', () => {
  const files = filesThat(
    /\[[^\]]*'(?:set|add|remove|enable|disable|load|unload|refresh|update|install|delete)'[^\]]*\]/,
  );
  expect(files).toContain('src/vim/methods/writes/settings.ts');
  const senders = files.filter(
    (path) => path.startsWith('src/') && /esxcli|executeSoap/i.test(sources.get(path) ?? ''),
  );
  expect(senders).toEqual(['src/vim/methods/writes/settings.ts']);
});

test('only apply and rollback open a session that writes', () => {
  expect(filesThat(/\bwrites: (?:true\b|args|confirm|mayWrite)/)).toEqual(['src/cli/commands/apply/run.ts']);
  expect(filesThat(/\bopenSession\(/).toSorted()).toEqual([
    'src/api/connect.ts',
    'src/connect/session.ts',
    'src/target/connections.ts',
  ]);
});
