import { createHash } from 'node:crypto';
import type { Expectation, Rule, RuleProfile } from '../model/rule.ts';
import { buildCheck, buildRemedy } from './build-check.ts';
import { buildCondition } from './build-condition.ts';
import type { RuleFile } from './schema/rule-schema.ts';

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
    profiles: Object.fromEntries(
      Object.entries(file.profiles ?? {}).map(([name, profile]) => [name, buildProfile(profile)]),
    ),
    profile: null,
    notes: (file.notes ?? []).map(({ when, text, reference }) => ({
      when: when === undefined ? null : buildCondition(when),
      text,
      reference: reference ?? null,
    })),
    examples: file.examples.map(({ facts, parameters, verdict, state, profile }) => ({
      facts,
      parameters: parameters ?? {},
      verdict,
      state: state ?? null,
      profile: profile ?? null,
    })),
    hash: hashOf(file),
  };
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

function buildExpectation({ check, remedy }: Pick<RuleFile, 'check' | 'remedy'>): Expectation {
  return { check: buildCheck(check), remedy: remedy === undefined ? null : buildRemedy(remedy) };
}

/** Of what is judged and done; examples, layout and comments do not change it. */
function hashOf(file: RuleFile): string {
  return createHash('sha256')
    .update(canonical({ ...file, examples: undefined }))
    .digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
