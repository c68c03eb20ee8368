import { z } from 'zod';

const told = z.string().nullable();
const filled = z.string().min(1);

const allowedHosts = z.strictObject({
  all: z.boolean(),
  addresses: z.array(z.string()),
  networks: z.array(z.string()),
});

export const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kernelSetting'), name: filled, value: z.string() }),
  z.strictObject({
    kind: z.literal('advancedOption'),
    key: filled,
    type: z.enum(['string', 'long', 'int', 'boolean']),
    value: z.string(),
  }),
  z.strictObject({ kind: z.literal('ruleset'), ruleset: filled, enabled: z.boolean() }),
  z.strictObject({ kind: z.literal('allowedHosts'), ruleset: filled, allowed: allowedHosts }),
  z.strictObject({
    kind: z.literal('service'),
    service: filled,
    running: z.boolean().nullable(),
    policy: z.enum(['on', 'off', 'automatic']).nullable(),
  }),
]);

const host = z.strictObject({
  id: filled.describe('Identity of the target, a slash, the managed object id'),
  moid: filled,
  name: z.string(),
  uuid: told.describe('Hardware UUID: compared before a write'),
  serial: told,
  cluster: told,
});

const step = z.strictObject({
  id: filled,
  host,
  action,
  before: action.describe('The same thing as the plan saw it'),
  readAs: z
    .literal('stored-value')
    .optional()
    .describe('Only where before is the stored value of a kernel setting, read because esxcli was not available'),
  inverse: action.describe('What puts it back'),
  inverseLeaves: told.describe('What the inverse cannot undo'),
  why: z.strictObject({ rule: filled, title: z.string(), message: z.string(), references: z.array(z.string()) }),
  needsReboot: z.boolean(),
  rebootOnly: z
    .strictObject({
      bootTime: filled.describe('When the host had booted, as the plan saw it'),
      readAt: z.iso.datetime().describe('When that was read'),
    })
    .optional()
    .describe(
      'Only where nothing is written and the reboot alone is left: action, before and inverse are the same then',
    ),
  exposure: told.describe('What the step lets in or out, or closes, in words'),
});

const REASONS = [
  'unknown',
  'waived',
  'conflicting-advice',
  'not-user-controllable',
  'owned-by-profile',
  'would-not-last',
  'patch-staged',
  'broad-ruleset-only',
  'managed-elsewhere',
  'reboot-only',
  'already-so',
  'manual',
] as const;

const leftOut = z.strictObject({
  host,
  rule: filled,
  reason: z.enum(REASONS),
  detail: z.string().describe('What to do instead'),
});

export const PLAN_SCHEMA_NAME = 'esxcheck.plan/1';

/** The document of a plan file. Unlike reports it knows every key: a plan with a key that nobody understands is refused. */
export const planDocument = z.strictObject({
  schema: z.literal(PLAN_SCHEMA_NAME),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  createdAt: z.iso.datetime(),
  target: z.strictObject({
    url: filled,
    identity: filled.describe('instanceUuid of a vCenter, hardware UUID of an ESXi host'),
  }),
  rules: z.array(z.strictObject({ id: filled, hash: filled })),
  parameters: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), z.string()),
  steps: z.array(step),
  leftOut: z.array(leftOut),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 over all of the above as JSON with sorted keys and no space'),
});

/** The JSON Schema (2020-12) of a plan file. */
export function planSchema(): object {
  return z.toJSONSchema(planDocument.meta({ title: 'A plan of esxcheck, esxcheck.plan/1' }), { io: 'input' });
}
