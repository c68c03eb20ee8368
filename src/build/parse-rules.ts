// The last step of the build: parses the rules that ship, so that no scan has to.
import { isDeepStrictEqual } from 'node:util';
import { readFile, writeFile } from 'node:fs/promises';
import { loadRules } from '../rules/load.ts';
import { hashOfBytes, PRECOMPILED_RULES } from '../rules/precompiled-rules.ts';

const loaded = await loadRules('rules');
const entries = await Promise.all(
  loaded.map(async ({ file, rule }) => [hashOfBytes(await readFile(`rules/${rule.id}.yaml`)), file] as const),
);
const text = JSON.stringify(entries);
if (!isDeepStrictEqual(JSON.parse(text), entries)) throw new Error('a rule file holds what JSON cannot');
await writeFile(PRECOMPILED_RULES, text);
