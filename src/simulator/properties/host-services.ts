import type { ServiceSpec } from '../estate/estate.ts';
import { arrayOf, boolean, data, keptData, string, strings, type Value } from '../wire/value.ts';

const kept = new WeakMap<readonly ServiceSpec[], Value>();

/** HostServiceInfo; written once for all the hosts that share the list. */
export function serviceInfo(services: readonly ServiceSpec[]): Value {
  const known = kept.get(services);
  if (known !== undefined) return known;
  const value = keptData('HostServiceInfo', { service: arrayOf('HostService', services.map(service)) });
  kept.set(services, value);
  return value;
}

function service(spec: ServiceSpec): Value {
  return data('HostService', {
    key: string(spec.key),
    label: string(spec.label),
    required: boolean(spec.required),
    uninstallable: boolean(false),
    running: boolean(spec.running),
    ruleset: strings(spec.ruleset === null ? [] : [spec.ruleset]),
    policy: string(spec.policy),
  });
}
