import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ruleJsonSchema } from '../../src/rules/schema/rule-schema.ts';
import { schemaLine } from '../../src/rules/starting-rule.ts';

const SCHEMA = resolve('docs/schema/rule-1.schema.json');

test('the published JSON Schema of a rule is the one that the code makes', async () => {
  await expect(`${JSON.stringify(ruleJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(SCHEMA);
});

const files = (await readdir('rules', { recursive: true })).filter((name) => name.endsWith('.yaml'));

/** The text with the line, in the place of one that names another path. */
function withSchemaLine(text: string, line: string): string {
  return line + text.replace(/^# yaml-language-server:.*\n/, '');
}

// `vitest --update` writes the line into a rule file that lacks it.
test.each(files)('%s names the published schema in its first line', async (name) => {
  const file = resolve('rules', name);
  const text = await readFile(file, 'utf8');
  const line = schemaLine(relative(dirname(file), SCHEMA));
  await expect(withSchemaLine(text, line)).toMatchFileSnapshot(file);
  const [, path = ''] = /\$schema=(.*)\n/.exec(line) ?? [];
  expect(existsSync(resolve(dirname(file), path))).toBe(true);
});
