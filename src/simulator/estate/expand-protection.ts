import type { PortSecurity, ProtectionSpec } from './estate.ts';
import { type PortgroupFile, type ProtectionFile, protectionProperties, type SwitchFile } from './protection-schema.ts';

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
  tlsProfile: 'COMPATIBLE',
  tlsProfileRunning: 'COMPATIBLE',
  persistentLogs: true,
  ntpServers: [],
  activeDirectory: null,
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
    tlsProfile: file.tlsProfile ?? PLAIN.tlsProfile,
    tlsProfileRunning: file.tlsProfileRunning ?? file.tlsProfile ?? PLAIN.tlsProfileRunning,
    persistentLogs: file.persistentLogs ?? PLAIN.persistentLogs,
    ntpServers: file.ntpServers ?? PLAIN.ntpServers,
    activeDirectory: file.activeDirectory ?? PLAIN.activeDirectory,
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
