import { z } from 'zod';

const security = z.strictObject({
  promiscuous: z.boolean().optional(),
  macChanges: z.boolean().optional(),
  forgedTransmits: z.boolean().optional(),
});

const portgroup = security.extend({ vlan: z.int().min(0).max(4095).optional() });
const tlsProfile = z.enum(['COMPATIBLE', 'NIST_2024', 'NIST_2024_TLS_13_ONLY', 'MANUAL']);

/** How a host is protected, as far as options, services and the firewall do not say. */
export const protectionProperties = {
  lockdown: z
    .strictObject({
      mode: z.enum(['lockdownDisabled', 'lockdownNormal', 'lockdownStrict']).optional(),
      exceptions: z.array(z.string()).optional(),
    })
    .optional(),
  secureBoot: z.boolean().optional(),
  /** What `esxcli system settings encryption get` tells. */
  encryption: z
    .strictObject({
      mode: z.enum(['NONE', 'TPM']).optional(),
      requireSecureBoot: z.boolean().optional(),
      requireExecInstalledOnly: z.boolean().optional(),
    })
    .optional(),
  acceptanceLevel: z.enum(['VMwareCertified', 'VMwareAccepted', 'PartnerSupported', 'CommunitySupported']).optional(),
  tlsProfile: tlsProfile.optional(),
  /** The profile of this boot, where another is configured for the next one. */
  tlsProfileRunning: tlsProfile.optional(),
  persistentLogs: z.boolean().optional(),
  ntpServers: z.array(z.string()).optional(),
  activeDirectory: z.string().optional(),
  /** Port groups of the one standard switch, vSwitch0, by name; what they do not say is as the switch says. */
  vSwitch: z.strictObject({ ...security.shape, portgroups: z.record(z.string(), portgroup).optional() }).optional(),
};

const protectionSchema = z.strictObject(protectionProperties);
export type ProtectionFile = z.output<typeof protectionSchema>;
export type PortgroupFile = z.output<typeof portgroup>;
export type SwitchFile = z.output<typeof security>;
