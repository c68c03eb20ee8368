import type { KernelValues } from '../estate/estate.ts';
import { kernelSettingsOf } from '../estate/settings.ts';
import type { SimulatedHost } from './host.ts';

/** What a patch brings to a host. */
export interface PatchedTo {
  readonly build: string;
  /** As before where it is left out. */
  readonly version?: string;
  /** Defaults that this patch changes beside those that the simulator knows, by setting. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/**
 * Patches a host and boots it: it has the settings of the build that it comes to. A value that was equal to the default follows
 * the new one, and one that was set stays, as VMware's KB 2149043 tells of `iovDisableIR`.
 */
export function patchHost(
  host: SimulatedHost,
  { build, version = host.spec.version, defaults = {} }: PatchedTo,
  now: number,
) {
  const patched = new Map([...kernelSettingsOf(build, version)].map(([name, values]) => [name, { ...values }]));
  for (const [name, value] of Object.entries(defaults)) {
    const base = patched.get(name) ?? { type: 'String', description: '' };
    patched.set(name, { ...base, default: value, configured: value, runtime: value });
  }
  host.kernel = new Map([...patched].map(([name, values]) => [name, carried(host.kernel.get(name), values)]));
  host.spec = { ...host.spec, build, version };
  host.upSince = now;
  host.bootTime = now;
}

function carried(before: KernelValues | undefined, patched: KernelValues): KernelValues {
  if (before === undefined || before.configured === before.default) return patched;
  return { ...patched, configured: before.configured, runtime: before.configured };
}
