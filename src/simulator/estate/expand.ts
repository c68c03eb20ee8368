import { createHash } from 'node:crypto';
import type { ComputeResourceSpec, DatacenterSpec, Estate, HostSpec } from './estate.ts';
import { expandHost } from './expand-host.ts';
import { expandCluster, NO_CLUSTER } from './expand-surroundings.ts';
import { labelsOf, NO_LABELS, tagFrom } from './labels.ts';
import type { ClusterFile, DatacenterFile, EstateFile, HostFile, HostTemplate } from './schema.ts';

const DEFAULT_ACCOUNT = { user: 'administrator@vsphere.local', password: 'demo', readOnly: false, privileges: null };
const DEFAULT_DURATIONS = {
  maintenance: 300,
  task: 50,
  shutdown: 200,
  boot: 600,
  ha: 100,
  resync: 100,
  taskRetention: 600_000,
};
const VCENTER = { version: '8.0.3', build: '24022515', apiVersion: '8.0.3.0' };

/** Fills in every default; throws nothing, because the schema has already judged the file. */
export function expandEstate(file: EstateFile, name: string): Estate {
  const title = file.name ?? name;
  const datacenters =
    file.kind === 'esxi' ? [loneDatacenter(file)] : file.datacenters.map((dc) => datacenter(dc, file));
  const lone = file.kind === 'esxi' ? datacenters[0]?.computeResources[0]?.hosts[0] : undefined;
  return {
    kind: file.kind,
    name: title,
    version: file.version ?? lone?.version ?? VCENTER.version,
    build: file.build ?? lone?.build ?? VCENTER.build,
    apiVersion: file.apiVersion ?? (lone === undefined ? VCENTER.apiVersion : apiVersionOf(lone.version)),
    instanceUuid: file.kind === 'esxi' ? null : (file.instanceUuid ?? instanceUuid(title)),
    accounts: file.accounts ?? [DEFAULT_ACCOUNT],
    latency: file.latency,
    balanced: file.balanced,
    durations: { ...DEFAULT_DURATIONS, ...withoutUndefined(file.durations) },
    datacenters,
    troubles: file.troubles,
    esxcli: file.esxcli,
    lies: file.lies,
    rest: file.kind === 'esxi' ? 'none' : file.rest,
    tags: file.tags.map(tagFrom),
  };
}

/** The API version of an ESXi release: `6.5` for 6.5.0, `8.0.3.0` for 8.0.3. */
export function apiVersionOf(release: string): string {
  const [major = '0', minor = '0', update = '0'] = release.split('.');
  return Number(major) >= 7 ? `${major}.${minor}.${update}.0` : `${major}.${minor}`;
}

function instanceUuid(name: string): string {
  const hex = createHash('sha256').update(`vcenter ${name}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}

function datacenter(file: DatacenterFile, estate: EstateFile): DatacenterSpec {
  const clusters = file.clusters.map((each) => cluster(each, estate));
  const standalone = file.hosts.flatMap((host) =>
    hosts(host, estate, undefined).map((spec) => standaloneResource(spec, folderOf(host.folder))),
  );
  const folderLabels = new Map(Object.entries(file.folders).map(([path, each]) => [path, labelsOf(each)]));
  return { name: file.name, labels: labelsOf(file), folderLabels, computeResources: [...clusters, ...standalone] };
}

function cluster(file: ClusterFile, estate: EstateFile): ComputeResourceSpec {
  return {
    name: file.name,
    kind: 'cluster',
    folder: folderOf(file.folder),
    ...expandCluster(file),
    labels: labelsOf(file),
    hosts: file.hosts.flatMap((host) => hosts(host, estate, file.defaults)),
  };
}

/** A standalone host sits in a compute resource of its own name (docs/internals/wire.md 2.6). */
function standaloneResource(host: HostSpec, folder: readonly string[]): ComputeResourceSpec {
  return { name: host.name, kind: 'standalone', folder, ...NO_CLUSTER, labels: NO_LABELS, hosts: [host] };
}

function loneDatacenter(file: EstateFile): DatacenterSpec {
  const host = file.host ?? file.datacenters.flatMap((dc) => [...dc.hosts, ...dc.clusters.flatMap((c) => c.hosts)])[0];
  const [spec] = hosts(host ?? { name: file.name ?? 'localhost.localdomain' }, file, undefined);
  const bare = { labels: NO_LABELS, folderLabels: new Map() };
  return { name: 'ha-datacenter', ...bare, computeResources: spec === undefined ? [] : [standaloneResource(spec, [])] };
}

function hosts(file: HostFile, estate: EstateFile, clusterDefaults: HostTemplate | undefined): readonly HostSpec[] {
  const { name, count, template, folder: _folder, ...own } = file;
  const layers = [
    estate.defaults,
    clusterDefaults,
    template === undefined ? undefined : estate.templates[template],
    own,
  ];
  return namesOf(name, count).map((each) => expandHost(each, layers));
}

/** `esx-{n}.lab` with a count of 12 gives `esx-01.lab` to `esx-12.lab`. */
function namesOf(pattern: string, count: number | undefined): readonly string[] {
  if (count === undefined) return [pattern.replaceAll('{n}', '01')];
  const form = pattern.includes('{n}') ? pattern : pattern.replace(/^[^.]+/, '$&-{n}');
  const digits = Math.max(2, String(count).length);
  return Array.from({ length: count }, (_, i) => form.replaceAll('{n}', String(i + 1).padStart(digits, '0')));
}

function folderOf(path: string | undefined): readonly string[] {
  return (path ?? '').split('/').filter((part) => part !== '');
}
