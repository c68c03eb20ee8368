import type { Session } from '../../connect/session.ts';
import type { PlanHost, RebootOnly } from '../../model/plan.ts';
import { asMoref, booleanOf, child, childrenNamed, isTold, morefOf, type VimElement } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { isAtLeast } from '../../vim/version.ts';
import { booleanIn, exactText, listIn, textIn } from '../actions/answers.ts';
import type { HostIdentity } from './host-identity.ts';

const MEMBER_PATHS = ['name', 'runtime.connectionState', 'runtime.inMaintenanceMode', 'runtime.dasHostState'];

/** Reads hosts as members of their clusters. Throws what the session throws. */
async function readMembers(session: Session, hosts: readonly Moref[]): Promise<readonly Member[]> {
  const members: Member[] = [];
  const request = { properties: [{ type: 'HostSystem', paths: MEMBER_PATHS }], objects: hosts };
  for await (const content of session.retrieve(request)) members.push(memberFrom(content));
  return members;
}

function memberFrom({ object, properties }: ObjectContent): Member {
  const ha = properties.get('runtime.dasHostState');
  return {
    moid: object.value,
    name: properties.get('name')?.text ?? object.value,
    connection: textIn(properties.get('runtime.connectionState')),
    inMaintenance: booleanIn(properties.get('runtime.inMaintenanceMode')),
    haState: ha === undefined ? null : exactText(ha, 'state'),
  };
}

/** Members of the cluster as they are now; null when the cluster does not tell who they are. It is never without one. */
export async function readMembersOf(session: Session, cluster: Moref): Promise<readonly Member[] | null> {
  const request = { properties: [{ type: cluster.type, paths: ['host'] }], objects: [cluster] };
  for await (const { properties } of session.retrieve(request)) {
    const listed = listIn(properties.get('host'))?.map(asMoref) ?? [];
    const known = listed.filter((host) => host !== null);
    if (known.length === 0 || known.length < listed.length) return null;
    const members = await readMembers(session, known);
    const told = new Set(members.map(({ moid }) => moid));
    return members.length === known.length && told.size === known.length ? members : null;
  }
  return null;
}

/** How clusters, or the compute resources of standalone hosts, are set: by managed object id. */
export async function readSituations(
  session: Session,
  resources: readonly Moref[],
): Promise<ReadonlyMap<string, Situation>> {
  const found = new Map<string, Situation>();
  for (const type of new Set(resources.map((resource) => resource.type))) {
    const objects = resources.filter((resource) => resource.type === type);
    const isCluster = type === 'ClusterComputeResource';
    const paths = isCluster ? ['name', 'configurationEx'] : ['name'];
    for await (const content of session.retrieve({ properties: [{ type, paths }], objects })) {
      if (content.object.type !== type) continue;
      found.set(content.object.value, await situationFrom(session, content, isCluster));
    }
  }
  return found;
}

async function situationFrom(
  session: Session,
  { object, properties }: ObjectContent,
  isCluster: boolean,
): Promise<Situation> {
  const { drs, ha, vsan, vmAutomation } = clusterSettingsIn(properties.get('configurationEx'), knowsVsan(session));
  return {
    moid: object.value,
    name: properties.get('name')?.text ?? object.value,
    isCluster,
    drs,
    ha,
    vsan,
    faultDomains: vsan === true ? await readFaultDomains(session, object) : [],
    vmAutomation,
    members: isCluster ? await readMembersOf(session, object) : [],
  };
}

/** Since API 5.5, whichever of what was negotiated and what the server says of itself is newer. */
function knowsVsan({ apiVersion, content }: Session): boolean {
  return isAtLeast(apiVersion, '5.5') || isAtLeast(content.about.apiVersion ?? apiVersion, '5.5');
}

/** Names of the fault domains of a cluster's hosts (`faultDomainInfo`, 6.0 and newer); null when one does not tell. */
async function readFaultDomains(session: Session, cluster: Moref): Promise<readonly string[] | null> {
  if (!isAtLeast(session.apiVersion, '6.0')) return [];
  const members = await readMembersOf(session, cluster);
  if (members === null) return null;
  const objects = members.map(({ moid }) => ({ type: 'HostSystem', value: moid }));
  const paths = ['config.vsanHostConfig.faultDomainInfo'];
  const names: string[] = [];
  for await (const { properties } of session.retrieve({ properties: [{ type: 'HostSystem', paths }], objects })) {
    const info = properties.get('config.vsanHostConfig.faultDomainInfo');
    const name = info === undefined ? null : child(info, 'name');
    if (name === null || name.children.length > 0) return null;
    names.push(name.text.trim());
  }
  return names.length === objects.length ? names : null;
}

/** A host of a plan, and the kernel settings that its reboot is to bring into effect. */
export interface RolloutHost {
  readonly host: PlanHost;
  readonly wanted: readonly { readonly name: string; readonly value: string }[];
  /** The boot that the plan saw, where nothing is written and the reboot alone is left. */
  readonly rebootOnly?: RebootOnly | undefined;
}

/** A host of a cluster as far as its neighbours' rollout depends on it. A null was not told. */
export interface Member {
  readonly moid: string;
  readonly name: string;
  readonly connection: string | null;
  readonly inMaintenance: boolean | null;
  readonly haState: string | null;
}

/** The cluster, or the compute resource of a standalone host, that hosts of a rollout are in. */
export interface Situation {
  readonly moid: string;
  readonly name: string;
  readonly isCluster: boolean;
  /** How far DRS acts by itself: `fullyAutomated` ..., `off`; null when it could not be read. */
  readonly drs: string | null;
  readonly ha: boolean | null;
  readonly vsan: boolean | null;
  /** Names of the vSAN fault domains of its hosts; null when one could not be read. */
  readonly faultDomains: readonly string[] | null;
  /** VMs that DRS treats otherwise than the cluster, by managed object id; null when they could not be read. */
  readonly vmAutomation: ReadonlyMap<string, string> | null;
  /** Null when they could not be read. */
  readonly members: readonly Member[] | null;
}

/** What a rollout finds of one host before it begins. */
export interface Candidate extends RolloutHost {
  readonly situation: Situation;
  readonly model: string | null;
  /** Which host it is now; a string says why that could not be read. */
  readonly identity: HostIdentity | string;
  /** Powered-on VMs that nothing would move away, each with the reason; null when they could not be read. */
  readonly stuckVms: readonly string[] | null;
}

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
function clusterSettingsIn(configuration: VimElement | undefined, knowsVsan: boolean): RolloutSettings {
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
