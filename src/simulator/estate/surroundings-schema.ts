import { z } from 'zod';
import { clusterOwnerProperties, hostOwnerProperties } from './ownership.ts';
import { ALARM_NAMES } from './estate.ts';

/** What a host has besides its settings: all of it can be lost by a reboot. */
export const surroundingsProperties = {
  ...hostOwnerProperties,
  datastores: z.array(z.string()).optional(),
  paths: z.int().nonnegative().optional(),
  uplinks: z.array(z.string()).optional(),
  vmk: z.record(z.string(), z.string()).optional(),
  redAlarms: z.array(z.enum(ALARM_NAMES)).optional(),
  rebootRequired: z.boolean().optional(),
  certificateDays: z.int().optional(),
  hostProfile: z.string().optional(),
  /** Empty texts for none: a host that booted from the network has no file system. */
  bootDevice: z.strictObject({ uuid: z.string(), nic: z.string(), statelessNic: z.string() }).partial().optional(),
  vms: z
    .array(
      z.strictObject({
        name: z.string(),
        poweredOn: z.boolean().optional(),
        passthrough: z.boolean().optional(),
        vgpu: z.boolean().optional(),
        cdrom: z.enum(['local-image', 'shared-image', 'host-drive', 'disconnected']).optional(),
        localDisk: z.boolean().optional(),
        agent: z.boolean().optional(),
        secureBoot: z.boolean().optional(),
        hardwareVersion: z.int().positive().optional(),
        automation: z.enum(['fullyAutomated', 'manual', 'disabled']).optional(),
        faultTolerance: z.boolean().optional(),
      }),
    )
    .optional(),
};

/** How a cluster is set. `drs: true` is fully automated; `vsan: true` is a plain one. */
export const clusterProperties = {
  drs: z.union([z.boolean(), z.enum(['fullyAutomated', 'partiallyAutomated', 'manual'])]).optional(),
  ha: z.boolean().optional(),
  admissionControl: z.union([z.boolean(), z.enum(['slots', 'shares', 'fixed-shares', 'hosts'])]).optional(),
  failoverLevel: z.number().int().min(0).max(31).optional(),
  vsan: z.union([z.boolean(), z.literal('stretched')]).optional(),
  configManagerEnabled: z.boolean().optional(),
  lifecycleManaged: z.boolean().optional(),
  ...clusterOwnerProperties,
};

const clusterSchema = z.strictObject(clusterProperties);
export type ClusterConfigFile = z.output<typeof clusterSchema>;
const surroundingsSchema = z.strictObject(surroundingsProperties);
export type SurroundingsFile = z.output<typeof surroundingsSchema>;
