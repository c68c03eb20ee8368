import pMap from 'p-map';
import type { Session } from '../connect/session.ts';
import type { FactDemand, HostFacts } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Moref } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { firewallOf, readFirewallEnabled } from './firewall.ts';
import { type FirewallConfig, firewallReader } from './firewall-from.ts';
import { HostEsxcli } from './host-esxcli.ts';
import { HOST_PATHS, hostFrom, type HostSource } from './host-from.ts';
import { type HostProperties, readProperties } from './host-properties.ts';
import type { InventoryHost } from './inventory.ts';
import { kernelListReader } from './kernel-list.ts';
import { readKernelSetting } from './kernel-settings.ts';
import { Lifeline } from './lifeline.ts';
import { problemFromFault } from './problem-from.ts';

/** Calls in flight for one target: what a vCenter bears without being felt (protocol.md 8, 11). */
const LIMITS = { inventoryCalls: 4, hostCalls: 8 } as const;

export interface Collection {
  readonly demand: FactDemand;
  readonly source: HostSource;
  readonly signal?: AbortSignal;
  /** Called when one more host has been read to the end. */
  readonly onHost?: () => void;
}

/** A host whose properties are in, and what is needed to ask the host itself. */
interface Draft {
  readonly host: Host;
  readonly optionManager: Moref | null;
  readonly firewall: Reading<FirewallConfig> | null;
}

/** Reads what is demanded of each host, in the order given. A read that fails is an unread fact, never a failed scan. */
export async function collectFacts(
  session: Session,
  hosts: readonly InventoryHost[],
  collection: Collection,
): Promise<readonly HostFacts[]> {
  const drafts = await readDrafts(session, hosts, collection);
  const lifeline = new Lifeline(session);
  const readKernelList = kernelListReader();
  return pMap(
    drafts,
    async (draft) => {
      const facts = await completeFacts({ session, lifeline, collection, readKernelList }, draft);
      collection.onHost?.();
      return facts;
    },
    { concurrency: LIMITS.hostCalls, ...(collection.signal === undefined ? {} : { signal: collection.signal }) },
  );
}

function pathsFor(demand: FactDemand): readonly string[] {
  return [
    ...HOST_PATHS,
    ...(demand.kernelSettings.size > 0 ? ['configManager.advancedOption'] : []),
    ...(demand.firewall ? ['config.firewall'] : []),
  ];
}

async function readDrafts(
  session: Session,
  hosts: readonly InventoryHost[],
  { demand, source, signal }: Collection,
): Promise<readonly Draft[]> {
  const drafts = new Map<InventoryHost, Draft>();
  const firewallFrom = firewallReader();
  await readProperties(session, hosts, {
    paths: pathsFor(demand),
    concurrency: LIMITS.inventoryCalls,
    ...(signal === undefined ? {} : { signal }),
    onHost: (listed, properties) => {
      drafts.set(listed, draftFrom({ listed, properties }, source, demand.firewall ? firewallFrom : null));
    },
  });
  return hosts.map((host) => drafts.get(host)).filter((draft) => draft !== undefined);
}

interface Received {
  readonly listed: InventoryHost;
  readonly properties: HostProperties;
}

function draftFrom(
  { listed, properties }: Received,
  source: HostSource,
  firewallFrom: ReturnType<typeof firewallReader> | null,
): Draft {
  const failed = 'code' in properties ? properties : null;
  const content: ObjectContent =
    'code' in properties ? { object: listed.object, properties: new Map(), missing: new Map() } : properties;
  const host = hostFrom(listed, content, source);
  const draft = { ...host, trouble: failed ?? host.trouble };
  const manager = content.properties.get('configManager.advancedOption');
  return {
    host: draft,
    optionManager: manager === undefined ? null : { type: manager.morefType ?? 'OptionManager', value: manager.text },
    firewall: firewallFrom === null ? null : firewallConfig(draft, content, firewallFrom),
  };
}

function firewallConfig(
  host: Host,
  { properties, missing }: ObjectContent,
  firewallFrom: ReturnType<typeof firewallReader>,
): Reading<FirewallConfig> {
  const config = properties.get('config.firewall');
  if (config !== undefined) return firewallFrom(config);
  const fault = missing.get('config.firewall');
  if (fault !== undefined) return unread(problemFromFault(fault));
  return unread(
    host.trouble ?? { code: 'not-reported', detail: 'vCenter holds no firewall configuration of the host' },
  );
}

interface Work {
  readonly session: Session;
  readonly lifeline: Lifeline;
  readonly collection: Collection;
  readonly readKernelList: ReturnType<typeof kernelListReader>;
}

/** Asks the host itself for what only it can tell, unless it is known that it cannot be asked. */
async function completeFacts(work: Work, draft: Draft): Promise<HostFacts> {
  const { demand, signal } = work.collection;
  const esxcli = new HostEsxcli(work.session, draft.host, signal);
  const source = { session: work.session, esxcli, optionManager: draft.optionManager };
  const kernel = new Map<string, Reading<KernelSetting>>();
  for (const name of demand.kernelSettings) {
    kernel.set(name, await unlessTroubled(work, draft, () => readKernelSetting(source, name)));
  }
  const list = demand.kernelList === true && (await unlessTroubled(work, draft, () => work.readKernelList(esxcli)));
  const known = { host: draft.host, kernel, ...(list === false ? {} : { kernelList: list }) };
  if (draft.firewall === null) return { ...known, firewall: null };
  const enabled =
    demand.firewallEnabled && draft.firewall.kind === 'read'
      ? await unlessTroubled(work, draft, () => readFirewallEnabled(esxcli))
      : unread({ code: 'not-reported', detail: 'not asked' });
  return { ...known, firewall: firewallOf(draft.firewall, enabled) };
}

async function unlessTroubled<T>(
  { lifeline }: Work,
  { host }: Draft,
  ask: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  const known: Problem | null = host.trouble ?? lifeline.lost;
  if (known !== null) return unread(known);
  const reading = await ask();
  if (reading.kind === 'unread') await lifeline.report(reading.problem);
  return reading;
}
