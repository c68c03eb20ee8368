import { z } from 'zod';
import { COVERAGES, FRAMEWORK_FAMILIES } from '../../src/model/framework.ts';
import { SEVERITIES } from '../../src/model/rule.ts';
import { told } from './reading.ts';

const severity = z.enum(SEVERITIES);

const control = z.object({
  id: z.string().describe('As people cite it: ESXI-80-000196'),
  vulnId: told.describe('V-258753; null where the publisher gives no such number'),
  ruleId: told.describe('SV-258753r959010_rule; null where the publisher gives no such number'),
  priority: z.string().describe('As the publisher weighs it: CAT II, P0'),
  severity: severity.nullable(),
  cci: z.array(z.string()),
  nist: z.array(z.string()),
  pci: z.array(z.string()),
  title: z.string(),
  wanted: z.string(),
  coverage: z.enum(COVERAGES).describe('manual and unreadable ones have no findings'),
  rules: z.array(z.string()),
  look: told.describe('What a person must look at, or why no API tells it'),
  notApplicable: told.describe('The condition under which its own text lets it not apply; null: it always applies'),
});

/** A framework with all of its controls, as a scan carries it. */
export const framework = z.object({
  name: z.string(),
  title: z.string(),
  family: z.enum(FRAMEWORK_FAMILIES),
  publisher: z.string(),
  version: z.string(),
  releases: z.array(z.string()).describe('Versions of the hosts that it is for, or their beginnings'),
  profile: told,
  benchmark: z
    .object({ id: z.string(), title: z.string(), version: z.string(), release: z.string() })
    .nullable()
    .describe('Null for what is no STIG of DISA'),
  source: z.string(),
  note: told,
  controls: z.array(control),
});
