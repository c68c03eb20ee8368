import { methodElement, type Call } from '../../call.ts';
import { requiredChild } from '../../element.ts';
import type { Moref } from '../../moref.ts';

/** Makes a bundle of the host's configuration; answers its URL, in which `*` stands for the host's own address. */
export function backupFirmwareConfiguration(firmwareSystem: Moref): Call<string> {
  const method = 'BackupFirmwareConfiguration';
  return {
    method,
    body: methodElement(method, firmwareSystem),
    safe: false,
    decode: (response) => requiredChild(response, 'returnval').text,
  };
}
