import { z } from 'zod';
import { LABELLED } from '../model/host-labels.ts';
import type { ProblemCode } from '../model/problem.ts';

/** Text, or nothing where it was not told. */
export const told = z.string().nullable();
const truth = z.boolean().nullable();
/** A key that scans of earlier releases do not have: not there is not known. */
const added = truth.default(null);
/** A code of a later release is taken as it is: nothing hangs on it but words. */
export const code = z.string().max(64) as z.ZodType<ProblemCode>;
/** Why something was not read. */
export const problem = z.object({
  code,
  detail: z.string(),
  fault: z.string().optional(),
  privilege: z.string().optional(),
  path: z.string().optional(),
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

/** A release that is planned. */
export const release = z.object({
  name: z.string(),
  version: z.string(),
  build: z.string(),
  released: told,
  measured: z.boolean(),
});

const origin = { on: z.enum(LABELLED), of: told };
const tag = z.object({ category: z.string(), name: z.string(), ...origin });
const attribute = z.object({ name: z.string(), value: z.string(), ...origin });

/** A host of a saved scan. */
export const host = z.object({
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
