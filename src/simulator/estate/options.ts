import { isAtLeast } from '../wire/versions.ts';
import type { OptionValue } from './estate.ts';

/** Key, type, value after installation, and the release that first has it; a later row with the same key is a later default. */
type Row = readonly [key: string, type: OptionValue['type'], value: string, since?: string];

/**
 * Types as recorded from 8.0.3 (protocol.md 4); which release has which key with which default as measured on lab hosts
 * (domain.md, source LAM). What came with an update of 6.7 is given from 7.0 on: versions do not tell such updates apart.
 */
const ROWS: readonly Row[] = [
  ['Annotations.WelcomeMessage', 'string', ''],
  ['Config.HostAgent.log.level', 'string', 'info'],
  ['Config.HostAgent.plugins.solo.enableMob', 'boolean', 'false'],
  ['Config.HostAgent.vmacore.soap.sessionTimeout', 'int', '30', '7.0'],
  ['DCUI.Access', 'string', 'root'],
  ['Mem.ShareForceSalting', 'long', '2'],
  ['Net.BlockGuestBPDU', 'long', '0'],
  ['ScratchConfig.CurrentScratchLocation', 'string', '/vmfs/volumes/5f0c2b1e-8d3a4c11-9f27-3863bb44a1c0/.locker'],
  ['Net.BlockGuestBPDU', 'long', '1', '8.0'],
  ['Security.AccountLockFailures', 'int', '10'],
  ['Security.AccountLockFailures', 'int', '5', '6.5'],
  ['Security.AccountUnlockTime', 'int', '120'],
  ['Security.AccountUnlockTime', 'int', '900', '6.5'],
  ['Security.PasswordHistory', 'int', '0', '7.0'],
  ['Security.PasswordHistory', 'int', '5', '8.0.1'],
  ['Security.PasswordMaxDays', 'int', '99999', '7.0'],
  ['Security.PasswordQualityControl', 'string', 'retry=3 min=disabled,disabled,disabled,7,7'],
  ['Syslog.global.auditRecord.storageEnable', 'boolean', 'false', '7.0.3'],
  ['Syslog.global.certificate.strictX509Compliance', 'boolean', 'false', '7.0.3'],
  ['Syslog.global.logDir', 'string', '[] /scratch/log'],
  ['Syslog.global.logHost', 'string', ''],
  ['UserVars.DcuiTimeOut', 'long', '600'],
  ['UserVars.ESXiShellInteractiveTimeOut', 'long', '0'],
  ['UserVars.ESXiShellTimeOut', 'long', '0'],
  ['UserVars.ESXiVPsDisabledProtocols', 'string', 'sslv3'],
  ['UserVars.ESXiVPsDisabledProtocols', 'string', 'sslv3,tlsv1,tlsv1.1', '6.7'],
  ['UserVars.HostClientSessionTimeout', 'long', '900', '6.5'],
  ['UserVars.SuppressHyperthreadWarning', 'long', '0', '7.0'],
  ['UserVars.SuppressShellWarning', 'long', '0'],
];

const byVersion = new Map<string, ReadonlyMap<string, OptionValue>>();

/** Advanced options of a host after installation; the `VMkernel.Boot.` ones are made from its kernel settings. Hosts of a version share one map. */
export function optionsOf(version: string): ReadonlyMap<string, OptionValue> {
  const known = byVersion.get(version);
  if (known !== undefined) return known;
  const rows = ROWS.filter(([, , , since]) => since === undefined || isAtLeast(version, since));
  const made = new Map(rows.map(([key, type, text]) => [key, { type, text }]));
  byVersion.set(version, made);
  return made;
}
