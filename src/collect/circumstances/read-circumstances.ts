import type { Session } from '../../connect/session.ts';
import type { BootDevice, HostCircumstances } from '../../model/circumstances.ts';
import type { Problem } from '../../model/problem.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import { eachHost } from '../each-host.ts';
import { HostEsxcli } from '../host-esxcli.ts';
import { Lifeline } from '../target-loss.ts';
import { readBootDevice } from './boot.ts';
import { type AttachedProfiles, readHostProfiles } from './host-profiles.ts';
import { readStagedImage } from './staged-image.ts';
import { type HostSurroundings, readClusterProfiles, readSurroundings } from './surroundings.ts';

/** A host to be changed: its id in the scan or plan, and its managed object id. */
export interface HostToChange {
  readonly id: string;
  readonly moid: string;
}

interface Reader {
  readonly session: Session;
  readonly lifeline: Lifeline;
  readonly options: { readonly signal?: AbortSignal };
  readonly surroundings: ReadonlyMap<string, HostSurroundings>;
  readonly clusterProfiles: ReadonlyMap<string, Reading<boolean>>;
  readonly hostProfiles: Reading<AttachedProfiles>;
}

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the server told nothing of it' };

/**
 * Reads what decides whether a change of each host would last and is ours to make (docs/internals/design.md 8): a few calls for
 * all, and four for each host. A read that fails is an unread circumstance; an interruption is thrown.
 */
export async function readCircumstances(
  session: Session,
  hosts: readonly HostToChange[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<ReadonlyMap<string, HostCircumstances>> {
  if (hosts.length === 0) return new Map();
  const surroundings = await readSurroundings(session, hosts.map(hostMoref), options);
  const direct = isDirect(session);
  const reader: Reader = {
    session,
    lifeline: new Lifeline(session),
    options,
    surroundings,
    clusterProfiles: direct ? new Map() : await readClusterProfiles(session, clustersOf(surroundings), options),
    hostProfiles: direct ? read(new Map()) : await readHostProfiles(session, options.signal),
  };
  const found = await eachHost(hosts, async (host) => [host.id, await circumstancesOf(reader, host)] as const, {
    hostCalls: session.hostCalls,
    ...options,
  });
  return new Map(found);
}

function hostMoref({ moid }: HostToChange): Moref {
  return { type: 'HostSystem', value: moid };
}

/** An ESXi host that was contacted directly knows no cluster and no profile: the vCenter that manages it does. */
function isDirect({ content }: Session): boolean {
  return content.about.apiType === 'HostAgent';
}

function clustersOf(surroundings: ReadonlyMap<string, HostSurroundings>): readonly Moref[] {
  const clusters = new Map<string, Moref>();
  for (const { parent } of surroundings.values()) {
    if (parent.kind === 'read') clusters.set(morefKey(parent.value), parent.value);
  }
  return [...clusters.values()];
}

async function circumstancesOf(reader: Reader, host: HostToChange): Promise<HostCircumstances> {
  const around = reader.surroundings.get(host.moid) ?? null;
  const direct = isDirect(reader.session);
  const esxcli = new HostEsxcli(reader.session, host, reader.options.signal);
  const bootDevice = await unlessLost(reader, () => readBootDevice(esxcli));
  return {
    managedBy: direct ? (around?.managementServerIp ?? unread(NOT_TOLD)) : read(null),
    clusterProfile: direct ? read(false) : clusterProfileOf(reader, around),
    hostProfile: hostProfileOf(reader, host, around),
    bootDevice: bootDeviceOf(bootDevice, around),
    stagedImage: await unlessLost(reader, () => readStagedImage(esxcli)),
  };
}

function clusterProfileOf({ clusterProfiles }: Reader, around: HostSurroundings | null): Reading<boolean> {
  if (around === null) return unread(NOT_TOLD);
  if (around.parent.kind !== 'read') return around.parent;
  return clusterProfiles.get(morefKey(around.parent.value)) ?? unread(NOT_TOLD);
}

function hostProfileOf(
  { hostProfiles, session }: Reader,
  host: HostToChange,
  around: HostSurroundings | null,
): Reading<string | null> {
  if (hostProfiles.kind !== 'read') return hostProfiles;
  const own = hostProfiles.value.get(morefKey(hostMoref(host)));
  if (own !== undefined || isDirect(session)) return read(own ?? null);
  const parent = around?.parent ?? unread(NOT_TOLD);
  return parent.kind === 'read' ? read(hostProfiles.value.get(morefKey(parent.value)) ?? null) : parent;
}

/** The host's own complaint outweighs what esxcli remembers of the last boot. */
function bootDeviceOf(byEsxcli: Reading<BootDevice>, around: HostSurroundings | null): Reading<BootDevice> {
  const complaint = around?.lostBootDevice ?? unread(NOT_TOLD);
  if (complaint.kind !== 'read') return complaint;
  return complaint.value ? read('lost') : byEsxcli;
}

/** After vCenter itself was lost, nothing more is asked of it. */
async function unlessLost<T>({ lifeline }: Reader, ask: () => Promise<Reading<T>>): Promise<Reading<T>> {
  if (lifeline.lost !== null) return unread(lifeline.lost);
  const reading = await ask();
  if (reading.kind === 'unread') await lifeline.report(reading.problem);
  return reading;
}
