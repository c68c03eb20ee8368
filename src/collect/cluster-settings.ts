import {
  booleanOf,
  child,
  childrenNamed,
  descend,
  isTold,
  morefOf,
  structureIn,
  textOf,
  type VimElement,
} from '../vim/element.ts';
import { eachOf } from './property-value.ts';

/** How a cluster is set, as its `configurationEx` tells. A null was not told. */
export interface ClusterSettings {
  readonly ha: boolean | null;
  /** How far DRS acts by itself: `fullyAutomated` ..., or `off`. */
  readonly drs: string | null;
  /** VMs that DRS treats otherwise than the cluster, by managed object id. */
  readonly vmAutomation: ReadonlyMap<string, string> | null;
}

/** Null for a configuration that is none. */
export function clusterSettingsIn(value: VimElement): ClusterSettings | null {
  const configuration = structureIn(value);
  if (configuration === null) return null;
  return {
    ha: enabledIn(configuration, 'dasConfig'),
    drs: drsIn(configuration),
    vmAutomation: vmAutomationIn(configuration),
  };
}

/** Whether the part of that name says that it is enabled. */
function enabledIn(configuration: VimElement, name: string): boolean | null {
  const part = child(configuration, name);
  return part === null ? null : booleanOf(part, 'enabled');
}

/** `DrsBehavior` of the API. */
const BEHAVIOURS: ReadonlySet<string> = new Set(['manual', 'partiallyAutomated', 'fullyAutomated']);

function drsIn(configuration: VimElement): string | null {
  const enabled = enabledIn(configuration, 'drsConfig');
  if (enabled === null) return null;
  return enabled ? behaviourIn(descend(configuration, 'drsConfig'), 'defaultVmBehavior') : 'off';
}

function behaviourIn(part: VimElement | null, name: string): string | null {
  const behaviour = part === null ? '' : (textOf(part, name)?.trim() ?? '');
  return BEHAVIOURS.has(behaviour) ? behaviour : null;
}

/** Null as soon as one of them does not tell what it is about: it may be the one that holds a VM. */
function vmAutomationIn(configuration: VimElement): ReadonlyMap<string, string> | null {
  const own = eachOf(childrenNamed(configuration, 'drsVmConfig'), (vm) => {
    const key = morefOf(vm, 'key');
    const behaviour = ownBehaviour(vm);
    return key === null || behaviour === null ? null : ([key.value, behaviour] as const);
  });
  if (own === null) return null;
  const byVm = new Map(own);
  return byVm.size < own.length ? null : byVm;
}

/** Both members of ClusterDrsVmConfigInfo are optional, but one of them must say something. */
function ownBehaviour(vm: VimElement): string | null {
  const isEnabledTold = isTold(vm, 'enabled');
  const enabled = booleanOf(vm, 'enabled');
  if (isEnabledTold && enabled === null) return null;
  return enabled === false ? 'off' : behaviourIn(vm, 'behavior');
}
