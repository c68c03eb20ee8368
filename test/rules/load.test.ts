import { NO_DEMAND } from '../../src/model/facts.ts';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EsxcheckError } from '../../src/model/errors.ts';
import { demandOf } from '../../src/rules/demand.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { selectRules } from '../../src/rules/select.ts';
import { FIREWALL_RULE, RULE } from '../evaluate/facts.ts';
import { changed, GOOD } from './rule-text.ts';

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rules-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

async function errorOf(work: Promise<unknown>): Promise<EsxcheckError> {
  const error: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof EsxcheckError)) throw new Error('an EsxcheckError was expected', { cause: error });
  return error;
}

test('rules come sorted by id; the catalog, hidden files and other endings are left alone', async () => {
  const dir = await folderWith({
    'test/good.yaml': GOOD,
    'a/z.yaml': changed('test/good', 'a/z'),
    'catalog/data.yaml': 'not: a rule',
    'test/README.md': '# words',
    'test/.hidden.yaml': 'x',
    'README.md': '# words',
  });
  expect((await loadPacks(dir)).map((rule) => rule.id)).toEqual(['a/z', 'test/good']);
});

test('a mistake names file, line and column', async () => {
  const dir = await folderWith({ 'test/good.yaml': changed('severity: low', 'severity: grave') });
  const error = await errorOf(loadPacks(dir));
  expect(error.code).toBe('RULE_INVALID');
  expect(error.message).toBe(
    `${join(dir, 'test/good.yaml')}:3:11: severity: one of critical, high, medium, low, info was expected`,
  );
  expect(error.details).toEqual([]);
});

test('mistakes of all files are listed together', async () => {
  const bad = changed('severity: low', 'severity: grave').replace('check:', 'chek:');
  const dir = await folderWith({ 'test/good.yaml': bad, 'test/other.yaml': GOOD });
  const error = await errorOf(loadPacks(dir));
  expect(error.message).toMatch(/\(and 3 more\)$/);
  expect(error.details).toHaveLength(4);
  expect(error.details[3]).toContain(
    'other.yaml:1:1: id: the id must be the path of the file: test/other was expected',
  );
});

test.each([
  ['good.yaml', GOOD, 'PACK/NAME.yaml was expected'],
  ['test/good.yml', GOOD, 'PACK/NAME.yaml was expected'],
  ['test/good.yaml', new Uint8Array([0x69, 0xff, 0xfe]), 'UTF-8 text was expected'],
  ['test/good.yaml', 'x'.repeat(70_000), 'at most 65536 bytes was expected'],
])('%s is refused where it does not fit', async (name, text, said) => {
  const dir = await folderWith({ [name]: text });
  expect((await errorOf(loadPacks(dir))).message).toContain(said);
});

test('a dangling link is a mistake, not a crash', async () => {
  const dir = await folderWith({ 'test/good.yaml': GOOD });
  await symlink(join(dir, 'nowhere'), join(dir, 'test/link.yaml'));
  expect((await errorOf(loadPacks(dir))).message).toContain('link.yaml:1:1: a readable file');
});

test('an id that two folders use is a mistake in the second', async () => {
  const [one, other] = [await folderWith({ 'test/good.yaml': GOOD }), await folderWith({ 'test/good.yaml': GOOD })];
  const error = await errorOf(loadPacks(one, other));
  expect(error.message).toBe(
    `${join(other, 'test/good.yaml')}:1:1: the id test/good is already that of ${join(one, 'test/good.yaml')}`,
  );
});

test('a folder that is not there is told', async () => {
  expect((await errorOf(loadPacks('/nowhere/rules'))).code).toBe('RULES_NOT_FOUND');
});

const RULES = ['hpe/gen8', 'hpe/xeon', 'vic/port'].map((id) => ({ ...RULE, id, pack: id.split('/')[0] ?? '' }));
const ids = (selection: { packs?: string[]; ids?: string[] }) =>
  selectRules(RULES, { packs: [], ids: [], ...selection }).map((rule) => rule.id);

test('packs and rules are chosen together, nothing chosen means all', () => {
  expect(ids({})).toEqual(['hpe/gen8', 'hpe/xeon', 'vic/port']);
  expect(ids({ ids: ['vic/port'] })).toEqual(['vic/port']);
  expect(ids({ packs: ['hpe'] })).toEqual(['hpe/gen8', 'hpe/xeon']);
  expect(ids({ packs: ['vic'], ids: ['hpe/gen8', 'vic/port'] })).toEqual(['hpe/gen8', 'vic/port']);
});

test('an unknown pack or rule suggests the nearest', () => {
  expect(() => ids({ packs: ['hep'] })).toThrow('There is no pack "hep": did you mean "hpe"?');
  expect(() => ids({ ids: ['hpe/gen9'] })).toThrow('There is no rule "hpe/gen9": did you mean "hpe/gen8"?');
  expect(() => ids({ packs: ['everything'] })).toThrow('known are hpe, vic');
});

test('only what the rules name is demanded', () => {
  expect(demandOf([])).toEqual(NO_DEMAND);
  expect(demandOf([RULE, RULE])).toEqual({ ...NO_DEMAND, kernelSettings: new Set(['iovDisableIR']) });
  expect(demandOf([FIREWALL_RULE])).toEqual({ ...NO_DEMAND, firewall: true, firewallEnabled: true });
});
