import { booleanOf, child, childrenNamed, descend, morefOf, textOf, type VimElement } from '../vim/element.ts';

/** How a cluster is set, as its `configurationEx` tells. A null was not told. */
export interface ClusterSettings {
  readonly ha: boolean | null;
  /** How far DRS acts by itself: `fullyAutomated` ..., or `off`. */
  readonly drs: string | null;
  /** VMs that DRS treats otherwise than the cluster, by managed object id. */
  readonly vmAutomation: ReadonlyMap<string, string>;
}

export function clusterSettingsIn(configuration: VimElement): ClusterSettings {
  return {
    ha: enabledIn(configuration, 'dasConfig'),
    drs: drsIn(configuration),
    vmAutomation: vmAutomationIn(configuration),
  };
}

/** Whether the part of that name says that it is enabled. */
export function enabledIn(configuration: VimElement, name: string): boolean | null {
  const part = child(configuration, name);
  return part === null ? null : booleanOf(part, 'enabled');
}

function drsIn(configuration: VimElement): string | null {
  const enabled = enabledIn(configuration, 'drsConfig');
  if (enabled === null) return null;
  return enabled ? (descend(configuration, 'drsConfig', 'defaultVmBehavior')?.text ?? null) : 'off';
}

function vmAutomationIn(configuration: VimElement): ReadonlyMap<string, string> {
  return new Map(
    childrenNamed(configuration, 'drsVmConfig').flatMap((vm) => {
      const key = morefOf(vm, 'key');
      if (key === null) return [];
      const behaviour = booleanOf(vm, 'enabled') === false ? 'off' : textOf(vm, 'behavior');
      return behaviour === null ? [] : [[key.value, behaviour] as const];
    }),
  );
}
