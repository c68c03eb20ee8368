import { z } from 'zod';
import type { IscsiAdapterSpec, PortSecurity, ProtectionSpec } from './estate.ts';

const REJECTING: PortSecurity = { promiscuous: false, macChanges: false, forgedTransmits: false };

const UNTAGGED = { ...REJECTING, vlan: 0 };

const PLAIN: ProtectionSpec = {
  lockdownMode: 'lockdownDisabled',
  lockdownExceptions: [],
  secureBoot: false,
  encryptionMode: 'NONE',
  requireSecureBoot: false,
  requireExecInstalledOnly: false,
  acceptanceLevel: 'PartnerSupported',
  imageVendor: 'VMware, Inc.',
  tlsProfile: 'COMPATIBLE',
  tlsProfileRunning: 'COMPATIBLE',
  persistentLogs: true,
  ntpServers: [],
  activeDirectory: null,
  directoryStatus: 'ok',
  accounts: [],
  certificateIssuer: 'O=Lab,OU=Simulated',
  iscsi: [],
  vmkServices: { management: ['vmk0'], vmotion: ['vmk1'] },
  vSwitch: REJECTING,
  portgroups: { 'VM Network': UNTAGGED, 'Management Network': UNTAGGED },
};

/** Hosts of which nothing is said share one object. */
export function expandProtection(file: ProtectionFile): ProtectionSpec {
  const names = Object.keys(protectionProperties) as (keyof ProtectionFile)[];
  if (names.every((name) => file[name] === undefined)) return PLAIN;
  const { lockdown, encryption, vSwitch } = file;
  const uplinkSwitch = portSecurity(REJECTING, vSwitch ?? {});
  return {
    lockdownMode: lockdown?.mode ?? PLAIN.lockdownMode,
    lockdownExceptions: lockdown?.exceptions ?? PLAIN.lockdownExceptions,
    secureBoot: file.secureBoot ?? PLAIN.secureBoot,
    encryptionMode: encryption?.mode ?? PLAIN.encryptionMode,
    requireSecureBoot: encryption?.requireSecureBoot ?? PLAIN.requireSecureBoot,
    requireExecInstalledOnly: encryption?.requireExecInstalledOnly ?? PLAIN.requireExecInstalledOnly,
    acceptanceLevel: file.acceptanceLevel ?? PLAIN.acceptanceLevel,
    imageVendor: file.imageVendor ?? PLAIN.imageVendor,
    tlsProfile: file.tlsProfile ?? PLAIN.tlsProfile,
    tlsProfileRunning: file.tlsProfileRunning ?? file.tlsProfile ?? PLAIN.tlsProfileRunning,
    persistentLogs: file.persistentLogs ?? PLAIN.persistentLogs,
    ntpServers: file.ntpServers ?? PLAIN.ntpServers,
    activeDirectory: file.activeDirectory ?? PLAIN.activeDirectory,
    directoryStatus: file.directoryStatus ?? PLAIN.directoryStatus,
    accounts: file.accounts ?? PLAIN.accounts,
    certificateIssuer: file.certificateIssuer ?? PLAIN.certificateIssuer,
    iscsi: (file.iscsi ?? []).map(iscsiAdapter),
    vmkServices: { ...PLAIN.vmkServices, ...file.vmkServices },
    vSwitch: uplinkSwitch,
    portgroups: portgroups(uplinkSwitch, vSwitch?.portgroups ?? {}),
  };
}

function portgroups(base: PortSecurity, named: Readonly<Record<string, PortgroupFile>>): ProtectionSpec['portgroups'] {
  const all: Readonly<Record<string, PortgroupFile>> = {
    ...Object.fromEntries(Object.keys(PLAIN.portgroups).map((name) => [name, {}])),
    ...named,
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, given]) => [name, { ...portSecurity(base, given), vlan: given.vlan ?? 0 }]),
  );
}

function portSecurity(base: PortSecurity, given: SwitchFile): PortSecurity {
  return {
    promiscuous: given.promiscuous ?? base.promiscuous,
    macChanges: given.macChanges ?? base.macChanges,
    forgedTransmits: given.forgedTransmits ?? base.forgedTransmits,
  };
}

function iscsiAdapter({ device, chap, mutualChap, targets = [] }: IscsiFile): IscsiAdapterSpec {
  return {
    device,
    chap: chap ?? 'chapProhibited',
    mutualChap: mutualChap ?? 'chapProhibited',
    targets: targets.map((target) => ({
      address: target.address,
      chap: target.chap ?? null,
      mutualChap: target.mutualChap ?? null,
    })),
  };
}

const security = z.strictObject({
  promiscuous: z.boolean().optional(),
  macChanges: z.boolean().optional(),
  forgedTransmits: z.boolean().optional(),
});

const portgroup = security.extend({ vlan: z.int().min(0).max(4095).optional() });
const chap = z.enum(['chapProhibited', 'chapDiscouraged', 'chapPreferred', 'chapRequired']).optional();
const iscsi = z.strictObject({
  device: z.string().min(1),
  chap,
  mutualChap: chap,
  targets: z.array(z.strictObject({ address: z.string().min(1), chap, mutualChap: chap })).optional(),
});
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
  /** Who made the image profile (`esxcli software profile get`). */
  imageVendor: z.string().optional(),
  tlsProfile: tlsProfile.optional(),
  /** The profile of this boot, where another is configured for the next one. */
  tlsProfileRunning: tlsProfile.optional(),
  persistentLogs: z.boolean().optional(),
  ntpServers: z.array(z.string()).optional(),
  activeDirectory: z.string().optional(),
  /** As the API names it, such as `clientTrustBroken`. */
  directoryStatus: z.string().optional(),
  /** Local accounts beside `root`, `dcui` and `vpxuser`. */
  accounts: z.array(z.string()).optional(),
  certificateIssuer: z.string().optional(),
  /** iSCSI adapters; a target that says nothing of CHAP inherits. */
  iscsi: z.array(iscsi).optional(),
  /** VMkernel adapters by service, such as `vsan: [vmk2]`. */
  vmkServices: z.record(z.string().regex(/^\w+$/), z.array(z.string())).optional(),
  /** Port groups of the one standard switch, vSwitch0, by name; what they do not say is as the switch says. */
  vSwitch: z.strictObject({ ...security.shape, portgroups: z.record(z.string(), portgroup).optional() }).optional(),
};

const protectionSchema = z.strictObject(protectionProperties);
type ProtectionFile = z.output<typeof protectionSchema>;
type IscsiFile = z.output<typeof iscsi>;
type PortgroupFile = z.output<typeof portgroup>;
type SwitchFile = z.output<typeof security>;
