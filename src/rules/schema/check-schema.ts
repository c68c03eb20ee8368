import { z } from 'zod';
import { closed, exactlyOne } from './closed.ts';
import { OPERATORS, operatorShape, scalar } from './operator-schema.ts';

const settingName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][\w.-]*$/, { error: 'the name of a VMkernel setting was expected, such as iovDisableIR' });

const kernelSetting = exactlyOne({ name: settingName, ...operatorShape('untyped') }, OPERATORS).describe(
  'A VMkernel boot setting: its value now (Runtime) and after a reboot (Configured).',
);

const firewallAllows = closed({
  direction: z.enum(['inbound', 'outbound']),
  protocol: z.enum(['tcp', 'udp']),
  port: z.int().min(1).max(65_535),
  destination: closed({
    parameter: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,50}$/, { error: 'the name of a parameter was expected, such as vch-address' }),
  }).optional(),
}).describe('An enabled ruleset lets the port through, to all addresses or to the destination that a parameter gives.');

/** One check of one kind. */
export const checkSchema = exactlyOne(
  { kernelSetting: kernelSetting.optional(), firewallAllows: firewallAllows.optional() },
  ['kernelSetting', 'firewallAllows'],
);

/** What would make the check pass. */
export const remedySchema = exactlyOne(
  { kernelSetting: closed({ name: settingName, value: scalar }).optional(), firewallAllows: closed({}).optional() },
  ['kernelSetting', 'firewallAllows'],
);
