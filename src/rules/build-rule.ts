import { createHash } from 'node:crypto';
import { CHECK_KINDS } from '../checks/index.ts';
import { buildOperator, type OperatorFile } from '../checks/values/operator.ts';
import type { Advisory } from '../model/advisory.ts';
import { type Check, type Clause, type Condition, KIND_NAMES, type Remedy } from '../model/check.ts';
import { type Expectation } from '../model/rule.ts';
import type { Rule, RuleProfile } from '../model/rule.ts';
import { firstRuleId } from '../model/moved-rules.ts';
import type { CheckFile, ConditionFile, RemedyFile, RuleFile } from './schema/rule-schema.ts';

/** Turns a rule file that fits the schema into a rule. */
export function buildRule(file: RuleFile): Rule {
  return {
    id: file.id,
    pack: file.id.split('/')[0] ?? '',
    title: file.title,
    severity: file.severity,
    because: file.because,
    references: file.references ?? [],
    controls: file.controls ?? [],
    appliesTo: buildCondition(file.appliesTo ?? {}),
    ...(file.appliesIf === undefined ? {} : { appliesIf: buildCheck(file.appliesIf) }),
    ...buildProfile(file),
    ...severityIf(file),
    enforce: file.enforce ?? 'remedy',
    ...(file.usedIf === undefined ? {} : { usedIf: buildCheck(file.usedIf) }),
    ...mitigatedIf(file),
    ...(file.advisory === undefined ? {} : { advisory: buildAdvisory(file.advisory) }),
    ...(file.blocks === undefined ? {} : { blocks: [file.blocks].flat() }),
    profiles: Object.fromEntries(
      Object.entries(file.profiles ?? {}).map(([name, profile]) => [name, buildProfile(profile)]),
    ),
    profile: null,
    notes: (file.notes ?? []).map(({ when, text, reference }) => ({
      when: when === undefined ? null : buildCondition(when),
      text,
      reference: reference ?? null,
    })),
    examples: file.examples.map(({ facts, parameters, verdict, state, profile, asked }) => ({
      facts,
      parameters: parametersOf(parameters ?? {}),
      verdict,
      state: state ?? null,
      profile: profile ?? null,
      ...(asked === true ? { asked } : {}),
    })),
    hash: hashOf(file),
  };
}

/** Lists of a site are JSON, as among the parameters of a scan. */
function parametersOf(given: Readonly<Record<string, string | readonly string[]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function buildProfile({ variants, ...file }: Pick<RuleFile, 'check' | 'remedy' | 'variants'>): RuleProfile {
  const expectation = buildExpectation(file);
  if (variants === undefined) return expectation;
  const built = variants.map(({ when, ...other }) => ({ when: buildCondition(when), ...buildExpectation(other) }));
  return { ...expectation, variants: built };
}

function severityIf({ severityIf: cases }: RuleFile): Pick<Rule, 'severityIf'> {
  if (cases === undefined) return {};
  return { severityIf: cases.map(({ if: check, severity }) => ({ if: buildCheck(check), severity })) };
}

function mitigatedIf({ mitigatedIf: file }: RuleFile): Pick<Rule, 'mitigatedIf'> {
  if (file === undefined) return {};
  const now = buildCheck(file.now);
  return { mitigatedIf: { now, nextBoot: file.nextBoot === undefined ? now : buildCheck(file.nextBoot) } };
}

/** In the order in which documents have the keys, so that a scan which is read back is written as it was. */
function buildAdvisory(file: NonNullable<RuleFile['advisory']>): Advisory {
  const { state, date, source, ransomware = false } = file.exploited;
  return {
    id: file.id,
    cves: file.cves,
    published: file.published,
    cvss: file.cvss ?? null,
    exploited: { state, date, source, ransomware },
    workaround: file.workaround ?? null,
    fixes: (file.fixes ?? []).map(({ version, build, name }) => ({ version, build, name })),
    asOf: file.asOf,
  };
}

function buildExpectation({ check, remedy }: Pick<RuleFile, 'check' | 'remedy'>): Expectation {
  return { check: buildCheck(check), remedy: remedy === undefined ? null : buildRemedy(remedy) };
}

/** Turns a check that fits the schema into one. */
function buildCheck(file: CheckFile): Check {
  if (file.all !== undefined) return { kind: 'all', checks: file.all.map(buildCheck) };
  if (file.any !== undefined) return { kind: 'any', checks: file.any.map(buildCheck) };
  if (file.not !== undefined) return { kind: 'not', check: buildCheck(file.not) };
  for (const kind of KIND_NAMES) {
    const part = file[kind];
    if (part !== undefined) return CHECK_KINDS[kind].build(part);
  }
  throw new Error('a check that fits the schema has a kind');
}

/** Turns a remedy that fits the schema into one. */
function buildRemedy(file: RemedyFile): Remedy {
  for (const kind of KIND_NAMES) {
    const part = file[kind];
    const built = part === undefined ? undefined : CHECK_KINDS[kind].remedy?.build(part);
    if (built !== undefined) return built;
  }
  throw new Error('a remedy that fits the schema has a kind');
}

/** Turns a condition that fits the schema into one: what stands under each key is of the form that the schema asks. */
function buildCondition(file: ConditionFile): Condition {
  return Object.entries(file).flatMap(([key, value]) => (value === undefined ? [] : [buildClause(key, value)]));
}

function buildClause(key: string, value: unknown): Clause {
  switch (key) {
    case 'all':
    case 'any':
      return { kind: key, conditions: (value as readonly ConditionFile[]).map(buildCondition) };
    case 'not':
      return { kind: 'not', condition: buildCondition(value as ConditionFile) };
    default:
      return { kind: 'fact', fact: key, operator: buildOperator(value as OperatorFile) };
  }
}

/** Of what is judged and done; examples, layout and comments do not change it. */
function hashOf(file: RuleFile): string {
  return createHash('sha256')
    .update(canonical({ ...file, id: firstRuleId(file.id), examples: undefined }))
    .digest('hex');
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = members.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}
