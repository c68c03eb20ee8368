import { z } from 'zod';
import { closed, exactlyOne } from './closed.ts';
import { esxcliCheck, propertyCheck, releaseCheck, vibCheck } from './fact-check-schema.ts';
import { OPERATORS } from '../operators.ts';
import { operatorShape, scalar } from './operator-schema.ts';

const name = (pattern: RegExp, expected: string) => z.string().max(200).regex(pattern, { error: expected });

const settingName = name(/^[A-Za-z][\w.-]{0,99}$/, 'the name of a VMkernel setting was expected, such as iovDisableIR');
/** By this way only the stored value is to be had, which says nothing of what runs now (protocol.md 4). */
const BOOT_OPTION = /^VMkernel\.Boot\./i;

const optionKey = name(
  /^[A-Za-z][\w-]*(\.[\w-]+)+$/,
  'the key of an advanced option was expected, such as UserVars.DcuiTimeOut',
).refine((key) => !BOOT_OPTION.test(key), { error: 'a boot setting is asked for as kernelSetting, by its name alone' });
const serviceKey = name(/^[\w.-]+$/, 'the key of a service was expected, such as TSM-SSH');
const rulesetKey = name(/^[\w.-]+$/, 'the key of a ruleset was expected, such as vic-engine');
const parameter = closed({
  parameter: name(/^[a-z][a-z0-9-]{0,50}$/, 'the name of a parameter was expected, such as vch-address'),
});
const policy = z.enum(['on', 'off', 'automatic']);

const kernelSetting = exactlyOne({ name: settingName, ...operatorShape('untyped') }, OPERATORS).describe(
  'A VMkernel boot setting: its value now (Runtime) and after a reboot (Configured).',
);

const firewallAllows = closed({
  direction: z.enum(['inbound', 'outbound']),
  protocol: z.enum(['tcp', 'udp']),
  port: z.int().min(1).max(65_535),
  destination: parameter.optional(),
}).describe('An enabled ruleset lets the port through, to all addresses or to the destination that a parameter gives.');

const firewallRuleset = exactlyOne(
  {
    key: z.union([rulesetKey, z.literal('*')], { error: 'the key of a ruleset, or *, was expected' }),
    enabled: z.boolean().optional(),
    allowed: z.literal('limited', { error: 'limited was expected' }).optional(),
    allowedWithin: parameter.optional(),
  },
  ['enabled', 'allowed', 'allowedWithin'],
)
  .refine(({ key, enabled }) => key !== '*' || enabled === undefined, { error: 'enabled is asked of one ruleset' })
  .describe(
    'A ruleset is on or off; or, while it is on, lets only listed addresses through. *: every one that people may limit.',
  );

const advancedOption = exactlyOne({ key: optionKey, ...operatorShape('untyped') }, OPERATORS).describe(
  'An advanced option by its full key. One that a release does not have makes the rule not applicable.',
);

const service = closed({ key: serviceKey, running: z.boolean().optional(), policy: policy.optional() })
  .refine((file) => file.running !== undefined || file.policy !== undefined, {
    error: 'running, policy or both were expected',
  })
  .describe('A service runs or not, and whether it starts with the host.');

/** Every kind of check of one thing, by its key in a rule file. */
const singleChecks = {
  kernelSetting: kernelSetting.optional(),
  firewallAllows: firewallAllows.optional(),
  firewallRuleset: firewallRuleset.optional(),
  advancedOption: advancedOption.optional(),
  service: service.optional(),
  property: propertyCheck.optional(),
  release: releaseCheck.optional(),
  vib: vibCheck.optional(),
  esxcli: esxcliCheck.optional(),
};
export type SingleCheckFile = z.output<z.ZodObject<typeof singleChecks>>;

/** One check of one kind, or several of them joined. */
export type CheckFile = SingleCheckFile & {
  readonly all?: readonly CheckFile[] | undefined;
  readonly any?: readonly CheckFile[] | undefined;
  readonly not?: CheckFile | undefined;
};

const checks = z.lazy((): z.ZodType<CheckFile[]> => z.array(checkSchema).min(1).max(50));

export const checkSchema: z.ZodType<CheckFile> = exactlyOne(
  {
    ...singleChecks,
    all: checks.optional().describe('Checks that must all pass.'),
    any: checks.optional().describe('Checks of which one must pass.'),
    not: z
      .lazy(() => checkSchema)
      .optional()
      .describe('A check that must fail.'),
  },
  [...Object.keys(singleChecks), 'all', 'any', 'not'],
);

const remedies = {
  kernelSetting: closed({ name: settingName, value: scalar }).optional(),
  firewallAllows: closed({}).optional(),
  firewallRuleset: closed({ key: rulesetKey, enabled: z.boolean() }).optional(),
  advancedOption: closed({ key: optionKey, value: scalar }).optional(),
  service: closed({ key: serviceKey, running: z.boolean().optional(), policy: policy.optional() }).optional(),
};

/** What would make the check pass. */
export const remedySchema = exactlyOne(remedies, Object.keys(remedies));
export type RemedyFile = z.output<typeof remedySchema>;
