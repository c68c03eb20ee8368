import { createHash } from 'node:crypto';
import type { Check, Condition, Operator, Remedy, Rule, RuleValue } from '../model/rule.ts';
import { OPERATORS } from './schema/operator-schema.ts';
import type { RuleFile } from './schema/rule-schema.ts';

type OperatorKeys = Extract<RuleFile['check']['kernelSetting'], object>;
type OperatorFile = Partial<Omit<OperatorKeys, 'name'>>;

/** Turns a rule file that fits the schema into a rule. */
export function buildRule(file: RuleFile): Rule {
  return {
    id: file.id,
    pack: file.id.split('/')[0] ?? '',
    title: file.title,
    severity: file.severity,
    because: file.because,
    references: file.references ?? [],
    appliesTo: buildCondition(file.appliesTo),
    check: buildCheck(file.check),
    remedy: file.remedy === undefined ? null : buildRemedy(file.remedy),
    enforce: file.enforce ?? 'remedy',
    notes: (file.notes ?? []).map(({ when, text, reference }) => ({
      when: when === undefined ? null : buildCondition(when),
      text,
      reference: reference ?? null,
    })),
    examples: file.examples.map(({ facts, parameters, verdict, state }) => ({
      facts,
      parameters: parameters ?? {},
      verdict,
      state: state ?? null,
    })),
    hash: hashOf(file),
  };
}

function buildCheck(check: RuleFile['check']): Check {
  if (check.kernelSetting !== undefined) {
    const { name, ...operator } = check.kernelSetting;
    return { kind: 'kernelSetting', name, operator: buildOperator(operator) };
  }
  if (check.firewallAllows === undefined) throw new Error('a check that fits the schema has a kind');
  const { direction, protocol, port, destination } = check.firewallAllows;
  return { kind: 'firewallAllows', direction, protocol, port, destinationParameter: destination?.parameter ?? null };
}

function buildRemedy(remedy: NonNullable<RuleFile['remedy']>): Remedy {
  if (remedy.kernelSetting === undefined) return { kind: 'firewallAllows' };
  return { kind: 'kernelSetting', name: remedy.kernelSetting.name, value: settingText(remedy.kernelSetting.value) };
}

/** A value as esxcli takes it: booleans in capitals. */
export function settingText(value: RuleValue): string {
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}

function buildCondition(condition: RuleFile['appliesTo']): Condition {
  return Object.entries(condition ?? {}).flatMap(([fact, operator]) =>
    operator === undefined ? [] : [{ fact, operator: buildOperator(operator) }],
  );
}

function buildOperator(file: OperatorFile): Operator {
  const op = OPERATORS.find((name) => file[name] !== undefined);
  switch (op) {
    case 'equals':
      return { op, value: file.equals ?? '' };
    case 'oneOf':
    case 'notOneOf':
      return { op, values: file[op] ?? [] };
    case 'matches':
      return { op, pattern: file.matches ?? '' };
    case 'atLeast':
    case 'atMost':
      return { op, value: file[op] ?? 0 };
    case 'between': {
      const [low, high] = file.between ?? [0, 0];
      return { op, low, high };
    }
    case 'present':
    case 'absent':
      return { op };
    case undefined:
    default:
      throw new Error('an operator that fits the schema has a name');
  }
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
