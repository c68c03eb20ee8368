import { booleanOf, child, childrenNamed, isTold, morefOf, type VimElement } from '../../vim/element.ts';
import { exactText } from '../exact-members.ts';

/** How a cluster is set, as far as a reboot of its hosts hangs on it. A null was not told. */
export interface RolloutSettings {
  /** How far DRS acts by itself: `fullyAutomated` ..., or `off`. */
  readonly drs: string | null;
  readonly ha: boolean | null;
  readonly vsan: boolean | null;
  /** VMs that DRS treats otherwise than the cluster, by managed object id. */
  readonly vmAutomation: ReadonlyMap<string, string> | null;
}

/*
 * Members of ClusterConfigInfoEx, and what it means where one is not told. A part that is missing never means "off":
 *
 *   dasConfig.enabled, drsConfig.enabled, drsConfig.defaultVmBehavior   optional by type, told by every vCenter: unread
 *   vsanConfigInfo.enabled      since API 5.5, optional by type, told since: unread; before it there was no vSAN
 *   drsVmConfig                 unset where no VM has a setting of its own
 *   drsVmConfig[].key           required: unread
 *   drsVmConfig[].enabled       unset means true
 *   drsVmConfig[].behavior      unset where `enabled` is false; else unread, for nobody knows what is meant
 */
export function clusterSettingsIn(configuration: VimElement | undefined, knowsVsan: boolean): RolloutSettings {
  if (configuration === undefined) return { drs: null, ha: null, vsan: null, vmAutomation: null };
  return {
    drs: drsIn(configuration),
    ha: enabledIn(configuration, 'dasConfig'),
    vsan: knowsVsan ? enabledIn(configuration, 'vsanConfigInfo') : false,
    vmAutomation: vmAutomationIn(configuration),
  };
}

function enabledIn(configuration: VimElement, name: string): boolean | null {
  const part = child(configuration, name);
  return part === null ? null : booleanOf(part, 'enabled');
}

function drsIn(configuration: VimElement): string | null {
  const part = child(configuration, 'drsConfig');
  const enabled = part === null ? null : booleanOf(part, 'enabled');
  if (part === null || enabled === null) return null;
  return enabled ? exactText(part, 'defaultVmBehavior') : 'off';
}

function behaviourIn(setting: VimElement): string | null {
  const enabled = booleanOf(setting, 'enabled');
  if (enabled === null && isTold(setting, 'enabled')) return null;
  return enabled === false ? 'off' : exactText(setting, 'behavior');
}

function vmAutomationIn(configuration: VimElement): ReadonlyMap<string, string> | null {
  const automation = new Map<string, string>();
  const settings = childrenNamed(configuration, 'drsVmConfig');
  for (const setting of settings) {
    const key = morefOf(setting, 'key');
    const behaviour = behaviourIn(setting);
    if (key === null || behaviour === null || automation.has(key.value)) return null;
    automation.set(key.value, behaviour);
  }
  return automation;
}
