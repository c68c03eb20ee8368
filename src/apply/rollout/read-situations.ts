import type { Session } from '../../connect/session.ts';
import { asMoref, child } from '../../vim/element.ts';
import { isAtLeast } from '../../vim/api-version.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { booleanIn, exactText, listIn, textIn } from '../exact-members.ts';
import { clusterSettingsIn } from './cluster-settings.ts';
import type { Member, Situation } from './situation.ts';

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
