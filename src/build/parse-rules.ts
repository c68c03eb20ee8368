// The last step of the build: parses the rules that ship, and makes those that are made of data, so that no scan has to.
import { isDeepStrictEqual } from 'node:util';
import { readFile, writeFile } from 'node:fs/promises';
import { loadRules } from '../rules/load.ts';
import { hashOfBytes, PRECOMPILED_RULES } from '../rules/precompiled-rules.ts';
import { shippedAdvisoryRules } from '../shipped/shipped-advisories.ts';

/** The data that the rules of advisories are made of. */
const ADVISORIES = 'rules/catalog/advisories.json';

const loaded = await loadRules('rules');
const files = await Promise.all(
  loaded.map(async ({ file, rule }) => [hashOfBytes(await readFile(`rules/${rule.id}.yaml`)), file] as const),
);
// Nothing is left of an earlier build: the rules are made here, not read.
const made = [[hashOfBytes(await readFile(ADVISORIES)), shippedAdvisoryRules()]];
const text = JSON.stringify({ files, made });
if (!isDeepStrictEqual(JSON.parse(text), { files, made })) throw new Error('a rule holds what JSON cannot');
await writeFile(PRECOMPILED_RULES, text);
