import { clusterSettingsIn, enabledIn } from '../../collect/cluster-settings.ts';
import type { Session } from '../../connect/session.ts';
import { asMoref, child, descend, textOf, type VimElement } from '../../vim/element.ts';
import { isAtLeast } from '../../vim/api-version.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
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
  const maintenance = properties.get('runtime.inMaintenanceMode')?.text;
  return {
    moid: object.value,
    name: properties.get('name')?.text ?? object.value,
    connection: properties.get('runtime.connectionState')?.text ?? null,
    inMaintenance: maintenance === undefined ? null : maintenance === 'true',
    haState: ha === undefined ? null : textOf(ha, 'state'),
  };
}

/** Members of the cluster as they are now; null when the cluster does not tell who they are. */
export async function readMembersOf(session: Session, cluster: Moref): Promise<readonly Member[] | null> {
  const request = { properties: [{ type: cluster.type, paths: ['host'] }], objects: [cluster] };
  for await (const { properties } of session.retrieve(request)) {
    const hosts = properties.get('host');
    const listed = hosts?.children.map(asMoref) ?? [null];
    const known = listed.filter((host) => host !== null);
    if (known.length < listed.length) return null;
    const members = await readMembers(session, known);
    return members.length === known.length ? members : null;
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
  const configuration = properties.get('configurationEx') ?? null;
  const settings = configuration === null ? null : clusterSettingsIn(configuration);
  const vsan = configuration === null ? null : vsanIn(configuration);
  return {
    moid: object.value,
    name: properties.get('name')?.text ?? object.value,
    isCluster,
    drs: settings?.drs ?? null,
    ha: settings?.ha ?? null,
    vsan,
    faultDomains: vsan === true ? await readFaultDomains(session, object) : [],
    vmAutomation: settings?.vmAutomation ?? new Map(),
    members: isCluster ? await readMembersOf(session, object) : [],
  };
}

/** A server that does not know vSAN has none (5.5 and newer do). */
function vsanIn(configuration: VimElement): boolean | null {
  return child(configuration, 'vsanConfigInfo') === null ? false : enabledIn(configuration, 'vsanConfigInfo');
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
    const name = descend(properties.get('config.vsanHostConfig.faultDomainInfo') ?? NOTHING, 'name');
    if (name === null) return null;
    names.push(name.text);
  }
  return names.length === objects.length ? names : null;
}

const NOTHING: VimElement = { name: '', xsiType: null, morefType: null, text: '', children: [] };
