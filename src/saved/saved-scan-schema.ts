import { z } from 'zod';
import { advisory, exposure } from './saved-advisory-schema.ts';
import { framework } from './saved-framework-schema.ts';
import { ATTESTATION_STATES, ATTESTATION_STATUSES } from '../model/attestation.ts';
import { INAPPLICABLE, STATES, VERDICTS } from '../model/finding.ts';
import { SEVERITIES, UNDERTAKINGS } from '../model/rule.ts';
import { WAIVER_STATES } from '../model/waiver.ts';
import { code, host, problem, release, told } from './saved-host-schema.ts';
import { savedChanges, savedSince } from './saved-since-schema.ts';

const tool = z.object({ name: z.string(), version: z.string() });

const target = z.object({
  url: z.string().min(1),
  identity: told,
  product: told,
  version: told,
  build: told,
  apiVersion: told,
  account: z.string().optional(),
  clock: z.object({ server: z.iso.datetime(), local: z.iso.datetime() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** Scans of the first release do not name one. */
const targetRelease = release.nullable().default(null);

const severity = z.enum(SEVERITIES);
/** Whatever JSON holds: the document was parsed as JSON, so that only its being there is to be looked at. */
const json = z.custom<z.core.util.JSONType>((value) => value !== undefined);
const outlook = z.enum(['pass', 'fail', 'risk', 'mitigated', 'unknown']).nullable();

const remedy = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('kernelSetting'), name: z.string(), value: z.string() }),
    z.object({ kind: z.literal('firewallAllows') }),
    z.object({ kind: z.literal('advancedOption'), key: z.string(), value: z.string() }),
    z.object({ kind: z.literal('firewallRuleset'), key: z.string(), enabled: z.boolean() }),
    z.object({
      kind: z.literal('service'),
      key: z.string(),
      running: z.boolean().nullable(),
      policy: z.enum(['on', 'off', 'automatic']).nullable(),
    }),
  ])
  .nullable();

const finding = z.object({
  rule: z.string(),
  host: z.string(),
  severity,
  verdict: z.enum(VERDICTS),
  state: z.enum(STATES).nullable(),
  horizons: z.object({ now: outlook, nextBoot: outlook, nextPatch: outlook }),
  observed: json,
  expected: json,
  message: z.string(),
  reason: code.nullable(),
  cause: problem.optional(),
  notes: z.array(z.object({ text: z.string(), reference: told })),
  remedy,
  waived: z.object({ verdict: z.enum(VERDICTS), state: z.enum(STATES).nullable(), message: z.string() }).optional(),
  asked: z
    .discriminatedUnion('by', [
      z.object({ by: z.enum(['name', 'use']) }),
      z.object({
        by: z.literal('nobody'),
        verdict: z.enum(VERDICTS),
        state: z.enum(STATES).nullable(),
        message: z.string(),
        remedy,
      }),
    ])
    .optional(),
  exposure: exposure.optional(),
  evidence: z
    .object({
      framework: told,
      controls: z.array(z.string()),
      reads: z.array(z.string()),
      open: z.string().optional(),
      inapplicable: z.enum(INAPPLICABLE).optional(),
    })
    .optional(),
});

const waiver = z.object({
  rule: z.string(),
  host: told,
  cluster: told,
  datacenter: told.default(null),
  target: told.default(null),
  folder: z.string().optional(),
  tag: z.string().optional(),
  attribute: z.string().optional(),
  reason: z.string(),
  owner: z.string(),
  ticket: told,
  approvedBy: told.default(null),
  poam: told.default(null),
  expires: z.iso.date(),
  state: z.enum(WAIVER_STATES),
  matched: z.int().nonnegative(),
  unclear: z.int().nonnegative().optional(),
});

const rule = z.object({
  id: z.string(),
  title: z.string(),
  severity,
  hash: z.string(),
  references: z.array(z.string()),
  profile: told.default(null),
  blocks: z.array(z.enum(UNDERTAKINGS)).optional(),
  advisory: advisory.optional(),
  controls: z.array(z.string()).optional(),
  kernelSettings: z.array(z.string()).optional(),
});
const globs = z.array(z.string()).nullable();

const attestation = z.object({
  controlId: z.string().min(1),
  status: z.enum(ATTESTATION_STATUSES),
  explanation: z.string(),
  updated: z.string(),
  updatedBy: z.string(),
  frequency: told,
  hosts: globs,
  clusters: globs,
  expires: z.iso.date(),
  state: z.enum(ATTESTATION_STATES),
});

const count = z.int().nonnegative();

export const SCAN_SCHEMA_NAME = 'esxcheck.scan/1';

/** What a scan of this or a later release of the same form must hold; keys that were added later are not looked at. */
export const scanDocument = z.object({
  schema: z.literal(SCAN_SCHEMA_NAME),
  tool,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  targets: z.array(target),
  targetRelease,
  rules: z.array(rule),
  summary: z.object({
    hosts: count,
    unreachable: count,
    findings: z.record(z.enum(VERDICTS), count),
    states: z.record(z.enum(STATES), count),
  }),
  hosts: z.array(host),
  findings: z.array(finding),
  waivers: z.array(waiver).default([]),
  attestations: z.array(attestation).default([]),
  remarks: z.array(z.string()).default([]),
  frameworks: z.array(framework).optional(),
  since: savedSince,
  changes: savedChanges,
});
