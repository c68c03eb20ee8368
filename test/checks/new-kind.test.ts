import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { KindName } from '../../src/checks/check-kind.ts';
import type * as describing from '../../src/rules/describe-rule.ts';
import type * as parsing from '../../src/rules/parse-rule.ts';
import type * as testing from '../../src/rules/rule-tester.ts';
import type * as schema from '../../src/rules/schema/rule-schema.ts';
import type * as starting from '../../src/rules/starting-rule.ts';

/** A kind that only reads, as somebody would add it: the whole of its file. */
const FILE = `
import { checkKind } from './check-kind.ts';
import { judgeValue } from './judgement/value-check.ts';
import { hostFactMask } from './mask.ts';
import { readHostFact, requireHostFact } from './values/host-facts.ts';

export const maintenance = checkKind({
  kind: 'maintenance',
  schema: ({ z, closed }) => closed({ on: z.boolean() }).describe('A host is in maintenance mode or not.'),
  build: ({ on }) => ({ kind: 'maintenance', on }),
  demand: () => ({}),
  reads: [],
  judge: ({ on }, { host }) =>
    judgeValue({
      subject: 'Maintenance mode',
      operator: { op: 'equals', value: on },
      type: 'boolean',
      reading: readHostFact(requireHostFact('host.inMaintenanceMode'), host),
      lacking: 'This host has no maintenance mode.',
    }),
  expected: ({ on }) => on,
  describe: ({ on }) => (on ? 'in maintenance' : 'not in maintenance'),
  mask: () => hostFactMask('host.inMaintenanceMode'),
  example: {
    about: 'maintenance mode',
    title: 'No host is in maintenance mode',
    check: 'maintenance: { on: false }',
    examples: [
      ['{ host.inMaintenanceMode: false }', 'pass'],
      ['{ host.inMaintenanceMode: true }', 'fail'],
      ['{}', 'unknown'],
    ],
  },
});
`;

/** Everything else that has to be written for it: a line each in the registry, the type and the list of names. */
const EDITS = [
  ['src/checks/index.ts', "import { vib } from './vib.ts';", "import { maintenance } from './maintenance.ts';"],
  ['src/checks/index.ts', '  esxcli,', '  maintenance,'],
  ['src/model/check.ts', '  | EsxcliCheck', "  | { readonly kind: 'maintenance'; readonly on: boolean }"],
  ['src/model/check.ts', '  esxcli: true,', '  maintenance: true,'],
] as const;

async function programWithTheKind(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'esxcheck-kind-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  await cp('package.json', join(root, 'package.json'));
  const folders = ['model', 'checks', 'evaluate', 'rules', 'yaml', 'files'];
  await Promise.all(folders.map((name) => cp(`src/${name}`, join(root, 'src', name), { recursive: true })));
  await writeFile(join(root, 'src/checks/maintenance.ts'), FILE);
  for (const [file, after, line] of EDITS) {
    const text = await readFile(join(root, file), 'utf8');
    expect(text.split(after)).toHaveLength(2);
    await writeFile(join(root, file), text.replace(after, `${after}\n${line}`));
  }
  return root;
}

test('a kind that only reads is added by its file, a line in the registry and its type', async () => {
  const root = await programWithTheKind();
  const load = async (name: string): Promise<unknown> => import(pathToFileURL(join(root, 'src/rules', name)).href);
  const { startingRule } = (await load('starting-rule.ts')) as typeof starting;
  const { parseRule } = (await load('parse-rule.ts')) as typeof parsing;
  const { testRule } = (await load('rule-tester.ts')) as typeof testing;
  const { describeCheck } = (await load('describe-rule.ts')) as typeof describing;
  const { ruleJsonSchema } = (await load('schema/rule-schema.ts')) as typeof schema;

  const text = startingRule('ours/new', 'maintenance' as KindName, '');
  const parsed = parseRule({ file: 'new.yaml', id: 'ours/new', text });
  if ('mistakes' in parsed) throw new Error(JSON.stringify(parsed.mistakes));
  expect(testRule(parsed.rule)).toEqual([]);
  expect(describeCheck(parsed.rule.check)).toBe('not in maintenance');
  expect(JSON.stringify(ruleJsonSchema())).toContain('A host is in maintenance mode or not.');

  const mistaken = parseRule({ file: 'new.yaml', id: 'ours/new', text: text.replace('on: false', 'on: often') });
  expect('mistakes' in mistaken && mistaken.mistakes.map((mistake) => mistake.text)).toEqual([
    'check > maintenance > on: true or false was expected',
  ]);
});
