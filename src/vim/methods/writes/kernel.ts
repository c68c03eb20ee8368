import type { Call } from '../../call.ts';
import type { EsxcliAnswer } from '../../esxcli.ts';
import type { Moref } from '../../moref.ts';
import { executeSoap } from '../esxcli.ts';

/** `esxcli system settings kernel set`: changes Configured alone and answers `true` (protocol.md 3.4). */
export function setKernelSetting(executer: Moref, setting: string, value: string): Call<EsxcliAnswer> {
  const words = ['system', 'settings', 'kernel', 'set'];
  return executeSoap(executer, { words, arguments: { setting, value }, safe: false });
}
