import { z } from 'zod';

/** A change of one thing on one host, or the state that it is in. */
export const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kernelSetting'), name: z.string(), value: z.string() }),
  z.object({
    kind: z.literal('advancedOption'),
    key: z.string(),
    type: z.enum(['string', 'long', 'int', 'boolean']),
    value: z.string(),
  }),
  z.object({ kind: z.literal('ruleset'), ruleset: z.string(), enabled: z.boolean() }),
  z.object({
    kind: z.literal('allowedHosts'),
    ruleset: z.string(),
    allowed: z.object({ all: z.boolean(), addresses: z.array(z.string()), networks: z.array(z.string()) }),
  }),
  z.object({
    kind: z.literal('service'),
    service: z.string(),
    running: z.boolean().nullable(),
    policy: z.enum(['on', 'off', 'automatic']).nullable(),
  }),
]);
