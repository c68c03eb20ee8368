import type { ImageSpec } from '../estate/ownership.ts';
import type { SimulatedHost } from '../world/host.ts';
import type { World } from '../world/world.ts';
import type { RestAnswer } from './tagging.ts';

const DAY_MS = 86_400_000;

/** What stands for the answer of a cluster without an owner (docs/internals/rest.md 3.1). */
const UNOWNED: RestAnswer = { error: 'INVALID_ARGUMENT' };
const NOT_FOUND: RestAnswer = { error: 'NOT_FOUND' };

/** `GET …/software`: the image that is wanted. */
export function getSoftware(world: World, cluster: string): RestAnswer {
  const members = membersOf(world, cluster);
  const image = members?.[0]?.cluster.config.owners.image;
  if (members === null) return NOT_FOUND;
  if (image === null || image === undefined) return UNOWNED;
  const other = { base_image: { version: '8.0.3-0.0.24022510' }, components: {}, solutions: {}, display_name: 'Other' };
  return {
    value: {
      base_image: baseImage(wantedOf(image, members)),
      components: {},
      solutions: {},
      ...(image.alternatives ? { alternative_images: { 'image-2': other } } : {}),
    },
  };
}

/** `GET …/software/compliance`: what the last check found. */
export function getSoftwareCompliance(world: World, cluster: string): RestAnswer {
  const members = membersOf(world, cluster);
  const image = members?.[0]?.cluster.config.owners.image;
  if (members === null) return NOT_FOUND;
  if (image === null || image === undefined) return UNOWNED;
  if (image.checkedDays === 'never') return NOT_FOUND;
  const scan_time = daysAgo(world, image.checkedDays);
  const target = image.checkedVersion ?? wantedOf(image, members);
  const lists = listsOf(members, (host) => imageStatusOf(host, target));
  const named = members.filter((host) => !['unnamed', 'UNAVAILABLE'].includes(imageStatusOf(host, target)));
  const notifications = {};
  const detail = (host: SimulatedHost) => ({
    status: imageStatusOf(host, target),
    impact: 'NO_IMPACT',
    scan_time,
    notifications,
    base_image: {
      status: imageStatusOf(host, target),
      current: baseImage(isOf(host, target) ? target : runningOf(host)),
      target: baseImage(target),
      notifications,
    },
    add_on: { status: 'COMPLIANT', notifications },
    components: {},
    solutions: {},
  });
  return {
    value: {
      status: worstOf(lists, ['INCOMPATIBLE', 'NON_COMPLIANT', 'UNAVAILABLE']),
      impact: 'NO_IMPACT',
      scan_time,
      notifications,
      compliant_hosts: lists.get('COMPLIANT') ?? [],
      non_compliant_hosts: lists.get('NON_COMPLIANT') ?? [],
      incompatible_hosts: lists.get('INCOMPATIBLE') ?? [],
      unavailable_hosts: lists.get('UNAVAILABLE') ?? [],
      hosts: Object.fromEntries(named.map((host) => [host.moid, detail(host)])),
      host_info: hostInfo(members),
    },
  };
}

/** `GET …/configuration/reports/last-compliance-result`. */
export function getConfigurationCompliance(world: World, cluster: string): RestAnswer {
  const members = membersOf(world, cluster);
  const profile = members?.[0]?.cluster.config.owners.configurationProfile;
  if (members === null) return NOT_FOUND;
  if (profile === null || profile === undefined) return UNOWNED;
  if (profile.checkedDays === 'never') return NOT_FOUND;
  const end_time = daysAgo(world, profile.checkedDays);
  const lists = listsOf(members, ({ spec }) => spec.found.profileStatus);
  const compared = members.filter(({ spec }) => ['COMPLIANT', 'NON_COMPLIANT'].includes(spec.found.profileStatus));
  return {
    value: {
      cluster_status: lists.has('NON_COMPLIANT') ? 'NOT_COMPLIANT' : 'COMPLIANT',
      software_commit: '1',
      summary: message('The cluster was checked.'),
      end_time,
      compliant_hosts: lists.get('COMPLIANT') ?? [],
      non_compliant_hosts: lists.get('NON_COMPLIANT') ?? [],
      failed_hosts: lists.get('failed') ?? [],
      skipped_hosts: lists.get('skipped') ?? [],
      hosts: Object.fromEntries(compared.map((host) => [host.moid, profileDetail(host, end_time)])),
      host_info: hostInfo(members),
    },
  };
}

function profileDetail({ spec: { found } }: SimulatedHost, end_time: string): unknown {
  const sets = found.drift.map((path) => ({ path, current: '0', target: '100' }));
  return {
    host_status: { status: 'OK', start_time: end_time, end_time, notifications: {} },
    summary: message('The host was checked.'),
    host_compliance: { status: found.profileStatus, ...(sets.length === 0 ? {} : { compliance_info: { sets } }) },
  };
}

function message(text: string): unknown {
  return { id: 'com.vmware.vcIntegrity.lifecycle', default_message: text, args: [] };
}

/** The hosts of a cluster; null where there is no such cluster, or none of its hosts. */
function membersOf(world: World, cluster: string): readonly SimulatedHost[] | null {
  const members = world
    .hosts()
    .filter(({ parent }) => parent.id === cluster && parent.type === 'ClusterComputeResource');
  return members.length === 0 ? null : members;
}

function wantedOf({ version }: ImageSpec, members: readonly SimulatedHost[]): string {
  const [first] = members;
  return version ?? (first === undefined ? '' : runningOf(first));
}

/** The form of 9.0 and later has no dash (docs/internals/rest.md 3.1). */
function runningOf({ spec: { version, build } }: SimulatedHost): string {
  return Number.parseInt(version, 10) >= 9 ? `${version}.0.${build}` : `${version}-0.0.${build}`;
}

function baseImage(version: string): unknown {
  const details = { display_name: 'ESXi', display_version: version, release_date: '2024-01-01T00:00:00.000Z' };
  return { version, details };
}

function imageStatusOf({ spec }: Pick<SimulatedHost, 'spec'>, target: string): string {
  return spec.found.imageStatus ?? (isOf({ spec }, target) ? 'COMPLIANT' : 'NON_COMPLIANT');
}

function isOf({ spec }: Pick<SimulatedHost, 'spec'>, target: string): boolean {
  return target.endsWith(`.${spec.build}`);
}

function listsOf(members: readonly SimulatedHost[], statusOf: (host: SimulatedHost) => string): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const host of members) lists.set(statusOf(host), [...(lists.get(statusOf(host)) ?? []), host.moid]);
  return lists;
}

function worstOf(lists: ReadonlyMap<string, unknown>, worst: readonly string[]): string {
  return worst.find((status) => lists.has(status)) ?? 'COMPLIANT';
}

function hostInfo(members: readonly SimulatedHost[]): unknown {
  return Object.fromEntries(members.map(({ moid, spec }) => [moid, { name: spec.name }]));
}

function daysAgo({ now }: World, days: number): string {
  return new Date(now() - days * DAY_MS).toISOString();
}
