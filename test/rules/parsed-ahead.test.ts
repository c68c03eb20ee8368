import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type LoadedRule, loadPacks, loadRules } from '../../src/rules/load.ts';
import { madeAhead, type PrecompiledRules, readPrecompiledRules } from '../../src/rules/precompiled-rules.ts';
import { advisoryRules } from '../../src/advisories/advisory-rules.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';

/** What the build left for these very files. */
let ahead: PrecompiledRules;
beforeAll(() => {
  ahead = readPrecompiledRules('dist/parsed-rules.json');
});

const plain = ({ rule, file, folder }: LoadedRule) => ({ rule, file, folder });

test('the build parsed every rule that ships, as a run would parse it', async () => {
  const parsed = await loadRules('rules');
  expect(ahead.size).toBe(parsed.length);
  const known = await loadRules({ dir: 'rules', packs: null, ahead });
  expect(known.map(plain)).toEqual(parsed.map(plain));
  expect(known.map(({ rule }) => rule.hash)).toEqual(parsed.map(({ rule }) => rule.hash));
});

test('the build made the rules of advisories of the very file that ships, and of no other', async () => {
  const bytes = await readFile('rules/catalog/advisories.json');
  expect(madeAhead(bytes, 'dist/parsed-rules.json')).toEqual(advisoryRules(shippedAdvisories()));
  expect(madeAhead(Buffer.concat([bytes, Buffer.from('\n')]), 'dist/parsed-rules.json')).toBeNull();
});

async function copyOfHpe(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rules-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp('rules/hpe', join(dir, 'hpe'), { recursive: true });
  return dir;
}
const NAME = 'gen8-interrupt-remapping';

test('a file that somebody has edited since is read as it stands', async () => {
  const dir = await copyOfHpe();
  const file = join(dir, 'hpe', `${NAME}.yaml`);
  await writeFile(file, (await readFile(file, 'utf8')).replace('severity: critical', 'severity: low'));
  const rules = await loadPacks({ dir, packs: null, ahead });
  expect(rules.find(({ id }) => id === `hpe/${NAME}`)?.severity).toBe('low');
});

test('a file that was moved is refused as it is without the build', async () => {
  const dir = await copyOfHpe();
  await cp(join(dir, 'hpe', `${NAME}.yaml`), join(dir, 'hpe', 'moved.yaml'));
  const refusal = await loadRules({ dir, packs: null, ahead }).catch((error: unknown) => error);
  expect(String(refusal)).toContain('the id must be the path of the file: hpe/moved was expected');
});
