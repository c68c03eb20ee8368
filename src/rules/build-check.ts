import type { Check, ReleaseWish, Remedy, RulesetWish, SingleCheck } from '../model/rule.ts';
import { buildOperator, settingText } from './build-operator.ts';
import type { CheckFile, RemedyFile, SingleCheckFile } from './schema/check-schema.ts';

type Part<Kind extends keyof SingleCheckFile> = NonNullable<SingleCheckFile[Kind]>;

/** Turns a check that fits the schema into one. */
export function buildCheck(file: CheckFile): Check {
  if (file.all !== undefined) return { kind: 'all', checks: file.all.map(buildCheck) };
  if (file.any !== undefined) return { kind: 'any', checks: file.any.map(buildCheck) };
  return file.not === undefined ? buildSingle(file) : { kind: 'not', check: buildCheck(file.not) };
}

type Builders = { readonly [Kind in keyof Required<SingleCheckFile>]: (part: Part<Kind>) => SingleCheck };

const BUILDERS: Builders = {
  kernelSetting: ({ name, ...operator }) => ({ kind: 'kernelSetting', name, operator: buildOperator(operator) }),
  firewallAllows: ({ direction, protocol, port, destination }) => ({
    kind: 'firewallAllows',
    direction,
    protocol,
    port,
    destinationParameter: destination?.parameter ?? null,
  }),
  firewallRuleset: (file) => ({
    kind: 'firewallRuleset',
    key: file.key === '*' ? null : file.key,
    wish: rulesetWish(file),
  }),
  advancedOption: ({ key, ...operator }) => ({ kind: 'advancedOption', key, operator: buildOperator(operator) }),
  service: ({ key, running, policy }) => ({ kind: 'service', key, running: running ?? null, policy: policy ?? null }),
  property: ({ name, ...operator }) => ({ kind: 'property', name, operator: buildOperator(operator) }),
  release: (file) => ({ kind: 'release', wish: releaseWish(file) }),
  vib: ({ name, vendor, ...operator }) => ({
    kind: 'vib',
    name,
    vendor: vendor ?? null,
    operator: buildOperator(operator),
  }),
  esxcli: ({ command, arguments: args, where, field, list, ...operator }) => ({
    kind: 'esxcli',
    command: command.split(' '),
    arguments: args ?? {},
    where: where ?? {},
    field: field ?? null,
    list: list ?? false,
    operator: buildOperator(operator),
  }),
};

function buildSingle(file: SingleCheckFile): SingleCheck {
  for (const kind of Object.keys(BUILDERS) as (keyof Builders)[]) {
    const part = file[kind];
    // The table's own type says that the part fits its builder; the compiler does not follow it through the lookup.
    if (part !== undefined) return (BUILDERS[kind] as (given: typeof part) => SingleCheck)(part);
  }
  throw new Error('a check that fits the schema has a kind');
}

function rulesetWish({ enabled, allowedWithin }: Part<'firewallRuleset'>): RulesetWish {
  if (enabled !== undefined) return { kind: 'enabled', enabled };
  if (allowedWithin !== undefined) return { kind: 'allowedWithin', parameter: allowedWithin.parameter };
  return { kind: 'limited' };
}

function releaseWish({ atLeast, notOlderThan, oneOf, notOneOf }: Part<'release'>): ReleaseWish {
  if (atLeast !== undefined) return { kind: 'atLeast', builds: atLeast };
  if (notOlderThan !== undefined) return { kind: 'notOlderThan', date: notOlderThan };
  return oneOf === undefined ? { kind: 'notOneOf', builds: notOneOf ?? [] } : { kind: 'oneOf', builds: oneOf };
}

/** Turns a remedy that fits the schema into one. */
export function buildRemedy(file: RemedyFile): Remedy {
  const { kernelSetting, firewallRuleset, advancedOption, service } = file;
  if (kernelSetting !== undefined) {
    return { kind: 'kernelSetting', name: kernelSetting.name, value: settingText(kernelSetting.value) };
  }
  if (firewallRuleset !== undefined) return { kind: 'firewallRuleset', ...firewallRuleset };
  if (advancedOption !== undefined) {
    return { kind: 'advancedOption', key: advancedOption.key, value: String(advancedOption.value) };
  }
  if (service === undefined) return { kind: 'firewallAllows' };
  return { kind: 'service', key: service.key, running: service.running ?? null, policy: service.policy ?? null };
}
