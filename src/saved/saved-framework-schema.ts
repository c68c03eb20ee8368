import { z } from 'zod';
import { COVERAGES, FRAMEWORK_FAMILIES } from '../model/framework.ts';
import { SEVERITIES } from '../model/rule.ts';

const told = z.string().nullable();
const severity = z.enum(SEVERITIES);

const control = z.object({
  id: z.string(),
  vulnId: told,
  ruleId: told,
  priority: z.string(),
  severity: severity.nullable(),
  cci: z.array(z.string()),
  nist: z.array(z.string()),
  pci: z.array(z.string()),
  title: z.string(),
  wanted: z.string(),
  coverage: z.enum(COVERAGES),
  rules: z.array(z.string()),
  look: told,
  notApplicable: told,
});

/** A framework with all of its controls, as a scan carries it. */
export const framework = z.object({
  name: z.string(),
  title: z.string(),
  family: z.enum(FRAMEWORK_FAMILIES),
  publisher: z.string(),
  version: z.string(),
  releases: z.array(z.string()),
  profile: told,
  benchmark: z.object({ id: z.string(), title: z.string(), version: z.string(), release: z.string() }).nullable(),
  source: z.string(),
  note: told,
  controls: z.array(control),
});
