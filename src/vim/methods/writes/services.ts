import { methodElement, type Call } from '../../call.ts';
import type { Method } from '../../methods.ts';
import type { Moref } from '../../moref.ts';
import { textElement } from '../../xml-writer.ts';

function onService(method: Method, serviceSystem: Moref, parameters: string): Call<void> {
  return { method, body: methodElement(method, serviceSystem, parameters), safe: false, decode: () => {} };
}

/** Faults with InvalidState when it runs already (protocol.md 5.3). `key` is the service's, such as `ntpd`. */
export function startService(serviceSystem: Moref, key: string): Call<void> {
  return onService('StartService', serviceSystem, textElement('id', key));
}

/** Faults with InvalidState when it does not run. */
export function stopService(serviceSystem: Moref, key: string): Call<void> {
  return onService('StopService', serviceSystem, textElement('id', key));
}

/** Whether the service starts with the host: `on`, `off` or `automatic`. */
export function updateServicePolicy(serviceSystem: Moref, key: string, policy: string): Call<void> {
  return onService('UpdateServicePolicy', serviceSystem, textElement('id', key) + textElement('policy', policy));
}
