import { z } from 'zod';
import { advisory, exposure } from './saved-advisory-schema.ts';
import { framework } from './saved-framework-schema.ts';
import { ATTESTATION_STATES, ATTESTATION_STATUSES } from '../model/attestation.ts';
import { INAPPLICABLE, STATES, VERDICTS } from '../model/finding.ts';
import type { ProblemCode } from '../model/problem.ts';
import { LABELLED } from '../model/host-labels.ts';
import { SEVERITIES, UNDERTAKINGS } from '../model/rule.ts';
import { WAIVER_STATES } from '../model/waiver.ts';
import { savedChanges, savedSince } from './saved-since-schema.ts';

const told = z.string().nullable();
const truth = z.boolean().nullable();
/** A key that scans of earlier releases do not have: not there is not known. */
const added = truth.default(null);
/** A code of a later release is taken as it is: nothing hangs on it but words. */
const code = z.string().max(64) as z.ZodType<ProblemCode>;
const problem = z.object({
  code,
  detail: z.string(),
  fault: z.string().optional(),
  privilege: z.string().optional(),
  path: z.string().optional(),
});
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

const setting = z.object({
  default: told,
  configured: told,
  runtime: told,
  source: z.enum(['esxcli', 'advanced-option']).nullable(),
  type: told,
  reading: z.enum(['read', 'absent', 'unread']),
  problem: problem.nullable(),
});
export type SavedSetting = z.infer<typeof setting>;

const covering = z.object({
  ruleset: z.string(),
  broad: z.boolean(),
  narrow: added,
  allIp: z.boolean(),
  allowed: z.array(z.string()),
  userControllable: truth,
  required: added,
  enabled: z.boolean(),
});

const firewall = z.object({
  enabled: truth,
  enabledProblem: problem.nullable(),
  outgoingBlocked: truth,
  incomingBlocked: truth,
  covering: z.array(covering),
});
export type SavedFirewall = z.infer<typeof firewall>;

const release = z.object({
  name: z.string(),
  version: z.string(),
  build: z.string(),
  released: told,
  measured: z.boolean(),
});

const origin = { on: z.enum(LABELLED), of: told };
const tag = z.object({ category: z.string(), name: z.string(), ...origin });
const attribute = z.object({ name: z.string(), value: z.string(), ...origin });

const host = z.object({
  id: z.string().min(1),
  moid: z.string().min(1),
  name: z.string(),
  target: z.string(),
  uuid: told,
  serial: told,
  datacenter: told,
  cluster: told,
  computeResource: told,
  folder: told,
  vendor: told,
  model: told,
  cpuModel: told,
  biosVersion: told,
  biosReleaseDate: told,
  version: told,
  build: told,
  release: told,
  released: told.default(null),
  connectionState: z.enum(['connected', 'disconnected', 'notResponding']).nullable(),
  powerState: told,
  standbyMode: told,
  inMaintenanceMode: truth,
  bootTime: told,
  managementServerIp: told,
  trouble: problem.nullable(),
  kernel: z.record(z.string(), setting),
  firewall: firewall.nullable(),
  firewallProblem: problem.nullable(),
  targetRelease: release.nullable().optional(),
  plannedImage: z.object({ cluster: told, version: told, problem: told }).optional(),
  tags: z.array(tag).nullable().optional(),
  tagsProblem: problem.nullable().optional(),
  attributes: z.array(attribute).nullable().optional(),
  attributesProblem: problem.nullable().optional(),
});
export type SavedHost = z.infer<typeof host>;

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
