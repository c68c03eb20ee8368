import type { OptionValue } from './estate.ts';

const ROWS: readonly (readonly [string, OptionValue['type'], string])[] = [
  ['Annotations.WelcomeMessage', 'string', ''],
  ['Config.HostAgent.log.level', 'string', 'info'],
  ['Config.HostAgent.plugins.solo.enableMob', 'boolean', 'false'],
  ['Config.HostAgent.vmacore.soap.sessionTimeout', 'long', '30'],
  ['DCUI.Access', 'string', 'root'],
  ['Mem.ShareForceSalting', 'long', '2'],
  ['Net.BlockGuestBPDU', 'long', '0'],
  ['ScratchConfig.CurrentScratchLocation', 'string', '/vmfs/volumes/5f0c2b1e-8d3a4c11-9f27-3863bb44a1c0/.locker'],
  ['Security.AccountLockFailures', 'long', '5'],
  ['Security.AccountUnlockTime', 'long', '900'],
  ['Security.PasswordMaxDays', 'long', '99999'],
  ['Syslog.global.logDir', 'string', '[] /scratch/log'],
  ['Syslog.global.logHost', 'string', ''],
  ['UserVars.DcuiTimeOut', 'long', '600'],
  ['UserVars.ESXiShellInteractiveTimeOut', 'long', '0'],
  ['UserVars.ESXiShellTimeOut', 'long', '0'],
  ['UserVars.SuppressHyperthreadWarning', 'long', '0'],
  ['UserVars.SuppressShellWarning', 'long', '0'],
];

/** Advanced options of a host after installation; the `VMkernel.Boot.` ones are made from its kernel settings. */
export const OPTIONS: ReadonlyMap<string, OptionValue> = new Map(
  ROWS.map(([key, type, text]) => [key, { type, text }]),
);
