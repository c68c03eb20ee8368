import { join } from 'node:path';
import { shellQuoted } from '../../../../reports/plan/quoting.ts';
import { writeNewFile } from '../../../files/atomic-write.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { SingleCheck } from '../../../model/check.ts';
import { CATALOG, loadPacks } from '../../../rules/load.ts';
import { RULE_ID, ruleJsonSchema } from '../../../rules/schema/rule-schema.ts';
import { startingRule } from '../../../rules/starting-rule.ts';
import { shippedRules } from '../../../shipped/shipped-rules.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, print } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { line } from './reports.ts';

/** The first minute of a rule of one's own. */
export async function run(
  { rule, kind, dir }: { readonly rule: string; readonly kind: SingleCheck['kind']; readonly dir: string },
  io: Io,
): Promise<number> {
  await print(io, nextSteps(await startRule(rule, kind, dir)));
  return EXIT.done;
}

/** Lies beside the packs, so that a folder of rules can be moved and shared. */
const SCHEMA_FILE = 'rule-1.schema.json';

export interface StartedRule {
  readonly id: string;
  readonly dir: string;
  /** What was written. */
  readonly files: readonly string[];
}

/**
 * Writes a starting rule of a kind, `DIR/PACK/NAME.yaml`, and the JSON Schema that its first line names.
 * Throws USAGE for a name that is none, RULE_EXISTS for one that is taken, and FILE_NOT_WRITTEN. No file is ever replaced.
 */
export async function startRule(id: string, kind: SingleCheck['kind'], dir: string): Promise<StartedRule> {
  expectId(id);
  const shipped = await loadPacks(shippedRules());
  if (shipped.some((rule) => rule.id === id)) throw taken(`The rule ${id} comes with esxcheck.`);
  const file = join(dir, `${id}.yaml`);
  if (!(await writeNewFile(file, startingRule(id, kind, `../${SCHEMA_FILE}`)))) {
    throw taken(`The file ${JSON.stringify(file)} is there already.`);
  }
  const schema = join(dir, SCHEMA_FILE);
  const isNew = await writeNewFile(schema, `${JSON.stringify(ruleJsonSchema(), null, 2)}\n`);
  return { id, dir, files: isNew ? [file, schema] : [file] };
}

function expectId(id: string): void {
  if (!RULE_ID.test(id)) {
    throw usageError(`${JSON.stringify(id)} is no name of a rule: PACK/NAME was expected, such as ours/ntp-runs.`, [
      'Both are lower-case letters, digits and hyphens.',
    ]);
  }
  if (id.startsWith(`${CATALOG}/`)) throw usageError(`A pack cannot be called ${CATALOG}: that folder holds no rules.`);
}

function taken(sentence: string): EsxcheckError {
  return new EsxcheckError('RULE_EXISTS', sentence, { details: ['Choose another name: nothing is written over.'] });
}

/** What was written, and what a person does next, in the order of doing. */
export function nextSteps({ id, dir, files }: StartedRule): string {
  const [file = ''] = files;
  const chosen = `--rules ${word(dir)} --rule ${id}`;
  return [
    ...files.map((written) => `Wrote ${written}`),
    '',
    `Next: 1. Say in ${file} what you want; the examples say what must come of it.`,
    `      2. esxcheck rules test ${chosen}`,
    `      3. esxcheck scan --target vcenter.example.com ${chosen}`,
  ]
    .map(line)
    .join('');
}

/** A path as a POSIX shell takes it; one that no line can hold stays as it is, for the eye. */
function word(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : (shellQuoted(path) ?? path);
}
