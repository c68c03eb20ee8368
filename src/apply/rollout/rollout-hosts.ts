import type { Action, Step } from '../../model/plan.ts';
import type { RolloutHost } from './situation.ts';

const BOOT_OPTION = 'VMkernel.Boot.';

/**
 * The hosts whose steps need a reboot, with the kernel settings that are to take effect by it. A host that also needs a
 * reboot for something else has no provable reboot, and so no settings: it is refused.
 */
export function rolloutHosts(steps: readonly Step[]): readonly RolloutHost[] {
  const hosts = new Map<string, RolloutHost>();
  for (const { host, action } of steps.filter(({ needsReboot }) => needsReboot)) {
    const known = hosts.get(host.id);
    const setting = kernelSettingIn(action);
    const isProvable = setting !== null && (known === undefined || known.wanted.length > 0);
    hosts.set(host.id, { host, wanted: isProvable ? [...(known?.wanted ?? []), setting] : [] });
  }
  return [...hosts.values()];
}

function kernelSettingIn(action: Action): RolloutHost['wanted'][number] | null {
  if (action.kind === 'kernelSetting') return { name: action.name, value: action.value };
  if (action.kind !== 'advancedOption' || !action.key.startsWith(BOOT_OPTION)) return null;
  return { name: action.key.slice(BOOT_OPTION.length), value: action.value };
}
