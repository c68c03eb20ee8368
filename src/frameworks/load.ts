import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { closed } from '../checks/schema/closed.ts';
import { EsxcheckError } from '../model/errors.ts';
import { type Benchmark, type Control, COVERAGES, type Framework, FRAMEWORK_FAMILIES } from '../model/framework.ts';
import { suggestion } from '../model/nearest.ts';
import { SEVERITIES } from '../model/rule.ts';

const text = z.string().trim();
const orNull = text.transform((value) => (value === '' ? null : value));
const words = text.transform((value) => value.split(/\s+/).filter((word) => word !== ''));
/** Names that hold blanks, such as `AC-7 a`, by semicolons or commas. */
const names = text.transform((value) => value.split(/[;,]\s*/).filter((word) => word !== ''));
/** PCI DSS writes numbers alone, by blanks or commas. */
const numbers = text.transform((value) => value.split(/[\s,]+/).filter((word) => word !== ''));

const controlRow = closed({
  id: text.min(1),
  vuln_id: orNull,
  rule_id: orNull,
  priority: text.min(1),
  severity: z.union([z.enum(SEVERITIES), z.literal('').transform(() => null)]),
  cci: words,
  nist: names,
  pci: numbers,
  title: text.min(1),
  wanted: text,
  coverage: z.enum(COVERAGES),
  rules: words,
  look: orNull,
  not_applicable: orNull,
}).transform(({ vuln_id: vulnId, rule_id: ruleId, not_applicable: notApplicable, ...row }): Control => ({
  ...row,
  vulnId,
  ruleId,
  notApplicable,
}));

const frameworkRow = closed({
  name: text.min(1),
  title: text.min(1),
  family: z.enum(FRAMEWORK_FAMILIES),
  publisher: text.min(1),
  version: text.min(1),
  releases: words,
  profile: orNull,
  benchmark_id: orNull,
  benchmark_title: text,
  benchmark_version: text,
  benchmark_release: text,
  source: text.min(1),
  note: orNull,
});

/** A framework without its controls. */
export type FrameworkHead = Omit<Framework, 'controls'>;

/** Every framework that the folder lists, without controls. */
export async function listFrameworks(folder: string): Promise<readonly FrameworkHead[]> {
  const rows = await rowsOf(join(folder, 'frameworks.csv'), frameworkRow);
  return rows.map(
    ({ benchmark_id: id, benchmark_title: title, benchmark_version: version, benchmark_release: release, ...row }) => {
      const benchmark: Benchmark | null = id === null ? null : { id, title, version, release };
      return { ...row, benchmark };
    },
  );
}

/**
 * The frameworks of the names, in the order of the list; `stig` and `scg` are all of that family. Throws UNKNOWN_FRAMEWORK
 * with the nearest name.
 */
export async function loadFrameworks(folder: string, asked: readonly string[]): Promise<readonly Framework[]> {
  const heads = await listFrameworks(folder);
  const known = [...heads.map(({ name }) => name), ...FRAMEWORK_FAMILIES];
  const wanted = asked.map((name) => name.toLowerCase());
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new EsxcheckError('UNKNOWN_FRAMEWORK', `There is no framework "${unknown}": ${suggestion(unknown, known)}`, {
      details: ['To see all of them, run: esxcheck rules frameworks'],
    });
  }
  const chosen = heads.filter(({ name, family }) => wanted.includes(name) || wanted.includes(family));
  return Promise.all(chosen.map((head) => withControls(folder, head)));
}

async function withControls(folder: string, head: FrameworkHead): Promise<Framework> {
  return { ...head, controls: await rowsOf(join(folder, `${head.name}.csv`), controlRow) };
}

/** The rows of a file that ships. One that does not fit is a fault of the program. */
async function rowsOf<Row>(file: string, row: z.ZodType<Row>): Promise<readonly Row[]> {
  const records: unknown = parse(await readFile(file), { columns: true });
  return z.array(row).parse(records);
}
