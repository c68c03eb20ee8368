import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';
import { nearest } from '../../model/nearest.ts';
import { isPropertyFact, PROPERTY_FACT_NAMES } from '../../model/property-facts.ts';

const path = z.string().min(1).max(4_000);

/** The centre that facts are shipped to, and who ships. */
export const serverSection = closed({
  url: z
    .string()
    .max(300)
    .regex(/^https:\/\/[^/?#@\s]+\/?$/i, {
      error: 'an https URL without a path was expected, such as https://esx.example.com',
    })
    .describe('The centre: an esxcheck-server.'),
  site: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, { error: 'the name of a site was expected: up to 40 of a to z, 0 to 9 and -' })
    .describe('The name under which the site is enrolled.'),
  key: path.describe('The key of the site, as "esxcheck enrol" writes it; relative to the config.'),
  thumbprint: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'SHA-256 or SHA-1 of the certificate that the centre must show; as "esxcheck trust" knows it where left out.',
    ),
}).describe('The centre that facts are shipped to.');

/** Facts with a name of their own that are no properties. */
const WHOLE_FACTS = ['firewall', 'firewall.enabled', 'services', 'vibs'];
const NAMED = /^(?:kernel\.|option\.|esxcli )[^*]+$/;

/** A mistyped name would ship what is to stay. */
const factName = z
  .string()
  .min(1)
  .max(300)
  .superRefine((name, context) => {
    if (NAMED.test(name) || WHOLE_FACTS.includes(name) || isPropertyFact(name)) return;
    const near = nearest(name, [...WHOLE_FACTS, ...PROPERTY_FACT_NAMES]);
    const next = near === null ? '"esxcheck rules facts" lists them' : `did you mean "${near}"?`;
    context.addIssue({ code: 'custom', message: `"${name}" is no fact that can be left out: ${next}` });
  });

/** What is shipped. */
export const shipSection = closed({
  leaveOut: z
    .array(factName)
    .max(500)
    .optional()
    .describe('Facts that stay at the site, by the names of "esxcheck rules facts"; the centre has them as unknown.'),
}).describe('With server: "esxcheck run" ships the facts of each target.');

/** Where facts wait while the centre is away. */
export const spoolSection = closed({
  folder: path.optional().describe('Relative to the config; "spool" beside it where left out.'),
  keepDays: z.int().min(1).max(3_650).optional().describe('Older facts are given up; 14 where left out.'),
  maxMegabytes: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('The oldest facts are given up where it is full; 500 where left out.'),
}).describe('Where facts wait while the centre is away.');

/** How much a worker does at a time. */
export const slotsSection = z
  .int()
  .min(1)
  .max(64)
  .describe('Targets that "esxcheck worker" reads at a time; 1 where left out.');
