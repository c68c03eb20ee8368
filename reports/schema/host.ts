import { z } from 'zod';
import { LABELLED } from '../../src/model/host-labels.ts';
import { firewall, kernelReading, plannedImage, problem, releaseIdentity, told } from './reading.ts';

/** The program that wrote the document. */
export const tool = z.object({ name: z.string(), version: z.string() });

/** A vCenter or ESXi host that was asked. */
export const target = z.object({
  url: z.string().min(1),
  identity: told.describe('instanceUuid of a vCenter, hardware UUID of an ESXi host'),
  product: told,
  version: told,
  build: told,
  apiVersion: told,
  account: z.string().optional().describe('The account that it was asked by, as the server names it'),
  clock: z
    .object({ server: z.iso.datetime(), local: z.iso.datetime() })
    .optional()
    .describe('The clock of the server and that of this machine when it let us in'),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** Where a label of a host comes from. */
const origin = {
  on: z.enum(LABELLED).describe('What it is attached to: the host, or something that the host lies below'),
  of: told.describe('Name of that object'),
};
const tag = z.object({ category: z.string(), name: z.string(), ...origin });
const attribute = z.object({ name: z.string(), value: z.string(), ...origin });

/** A host as it was read, without judgement. Null means: not told. */
export const host = z.object({
  id: z.string().min(1).describe('Identity of the target, a slash, the managed object id'),
  moid: z.string().min(1),
  name: z.string(),
  target: z.string().describe('url of one of the targets'),
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
  released: told.describe('When that release came out, by the catalog'),
  connectionState: z.enum(['connected', 'disconnected', 'notResponding']).nullable(),
  powerState: told,
  standbyMode: told,
  inMaintenanceMode: z.boolean().nullable(),
  bootTime: told,
  managementServerIp: told,
  trouble: problem.nullable(),
  kernel: z.record(z.string(), kernelReading),
  firewall: firewall.nullable(),
  firewallProblem: problem.nullable(),
  tags: z.array(tag).nullable().optional().describe('Tags that hold for it; null: unread; left out: not asked for'),
  tagsProblem: problem.nullable().optional().describe('Why tags is null'),
  attributes: z
    .array(attribute)
    .nullable()
    .optional()
    .describe('Custom attributes that hold for it, of one name the nearest; null: unread; left out: not asked for'),
  attributesProblem: problem.nullable().optional().describe('Why attributes is null'),
  targetRelease: releaseIdentity
    .nullable()
    .optional()
    .describe('The release that is planned for it, where clusters have their own; null: none, or not known'),
  plannedImage: plannedImage.optional(),
});

/** What every document begins with. */
export const opening = {
  tool,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  targets: z.array(target),
};

export type TargetRecord = z.infer<typeof target>;
export type HostRecord = z.infer<typeof host>;
export type KernelRecord = z.infer<typeof kernelReading>;
export type FirewallRecord = z.infer<typeof firewall>;
