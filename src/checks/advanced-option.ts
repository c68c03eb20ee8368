import type { AdvancedOption } from '../model/facts.ts';
import { read, type Reading } from '../model/reading.ts';
import { optionKey } from '../model/resource-key.ts';
import { checkKind, type CheckOf, type Parameters } from './check-kind.ts';
import { type Judgement, notAskedFor } from './judgement/judgement.ts';
import { shownExpected } from './judgement/site-list-check.ts';
import { judgeValue } from './judgement/value-check.ts';
import { maskedIn } from './mask.ts';
import { DENIED_OPTIONS, deniedName, opensObjectBrowser } from './remediation-denylist.ts';
import type { SchemaTools } from './schema/tools.ts';
import { buildOperator, OPERATORS, SITE_OPERATORS } from './values/operator.ts';
import { describeOperator } from './values/operator-words.ts';
import { passesWithValue, settingAction, valueMismatch, wantedSetting } from './values/setting.ts';
import { optionValueType } from './values/value.ts';

/** An advanced option by its full key. */
export const advancedOption = checkKind({
  kind: 'advancedOption',
  schema: (tools) =>
    tools
      .exactlyOne({ key: keySchema(tools), ...tools.operatorShape('untyped'), ...tools.siteShape() }, [
        ...OPERATORS,
        ...SITE_OPERATORS,
      ])
      .describe('An advanced option by its full key. One that a release does not have makes the rule not applicable.'),
  build: ({ key, ...operator }) => ({ kind: 'advancedOption', key, operator: buildOperator(operator) }),
  demand: ({ key }) => ({ advancedOptions: new Set([key]) }),
  reads: ['option.<key>'],
  judge: (check, facts, parameters) =>
    judgeOption(check, facts.options.get(check.key) ?? notAskedFor(facts), parameters),
  expected: ({ operator }, parameters) => shownExpected(operator, parameters),
  source: ({ key }) => `OptionManager.QueryOptions ${key}`,
  describe: ({ key, operator }) => `advanced option ${key} ${describeOperator(operator)}`,
  mask: ({ key }) => ({
    name: `option.${key}`,
    apply: (facts) => ({ ...facts, options: maskedIn(facts.options, key) }),
  }),
  example: {
    about: 'an advanced option, by its full key',
    title: 'UserVars.DcuiTimeOut is from 1 to 600 seconds',
    check: 'advancedOption: { key: UserVars.DcuiTimeOut, between: [1, 600] }',
    remedy: 'advancedOption: { key: UserVars.DcuiTimeOut, value: 600 }',
    examples: [
      ['{ option.UserVars.DcuiTimeOut: 600 }', 'pass'],
      ['{ option.UserVars.DcuiTimeOut: 0 }', 'fail'],
      ['{ option.UserVars.DcuiTimeOut: unread }', 'unknown'],
    ],
  },
  resource: {
    key: ({ key }) => optionKey(key),
    wanted: ({ key, operator }) => wantedSetting(key, operator),
    passesAfter: ({ operator }, action, type) => passesWithValue(operator, action, type),
  },
  remedy: {
    schema: (tools) => tools.closed({ key: keySchema(tools), value: tools.scalar }),
    build: ({ key, value }) => ({ kind: 'advancedOption', key, value: String(value) }),
    describe: ({ key, value }) => `set ${key} to ${value}`,
    mismatch: ({ key, value }, check) => valueMismatch({ name: key, value }, check.key, check.operator),
    denied: ({ key, value }) => (opensObjectBrowser(key, value) ? key : deniedName(DENIED_OPTIONS, key)),
    action: ({ key, value }) => settingAction(key, value),
  },
});

/** By this way only the stored value is to be had, which says nothing of what runs now (docs/internals/wire.md 4). */
const BOOT_OPTION = /^VMkernel\.Boot\./i;

function keySchema({ name }: SchemaTools) {
  return name(
    /^[A-Za-z][\w-]*(\.[\w-]+)+$/,
    'the key of an advanced option was expected, such as UserVars.DcuiTimeOut',
  ).refine((key) => !BOOT_OPTION.test(key), {
    error: 'a boot setting is asked for as kernelSetting, by its name alone',
  });
}

/** Judges the option by the value that the host holds. What is observed carries the type that a write must have. */
function judgeOption(
  { key, operator }: CheckOf<'advancedOption'>,
  reading: Reading<AdvancedOption>,
  parameters: Parameters,
): Judgement {
  const option = reading.kind === 'read' ? reading.value : null;
  return judgeValue({
    subject: key,
    operator,
    parameters,
    type: optionValueType(option?.type ?? null),
    reading: reading.kind === 'read' ? read(reading.value.value) : reading,
    lacking: `This release does not have the option ${key}.`,
    ...(option === null ? {} : { observed: { type: option.type, value: option.value } }),
  });
}
