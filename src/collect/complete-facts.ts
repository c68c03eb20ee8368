import type { Session } from '../connect/session.ts';
import type { AdvancedOption, EsxcliFacts, HostFacts, PropertyValue } from '../model/facts.ts';
import type { Firewall } from '../model/firewall.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import { isPropertyFact } from '../model/property-facts.ts';
import { NOT_ASKED, type Reading, unread } from '../model/reading.ts';
import { type optionListReader, type OptionSource, optionQueries, readOptions } from './advanced-options.ts';
import type { GatheredOf } from './estate-facts/index.ts';
import { readEsxcli, readVibs } from './esxcli-facts.ts';
import { firewallOf, readFirewallEnabled } from './firewall.ts';
import { type HostEsxcli, HostEsxcliOnce } from './host-esxcli.ts';
import { type kernelListReader, readKernelSetting } from './kernel-settings.ts';
import type { Collection, PartialFacts } from './partial-facts.ts';
import { PROPERTY_READERS } from './properties.ts';
import { type PartReader, TOO_OLD } from './properties/reader.ts';
import type { Lifeline } from './target-loss.ts';

export interface Work {
  readonly session: Session;
  readonly lifeline: Lifeline;
  readonly collection: Collection;
  readonly readKernelList: ReturnType<typeof kernelListReader>;
  readonly readOptionList: ReturnType<typeof optionListReader>;
  readonly gathered: GatheredOf;
}

/** One host that is being read. */
interface Asking extends Work {
  readonly draft: PartialFacts;
  readonly esxcli: HostEsxcli;
}

/** Asks the host itself for what only it can tell, unless it is known that it cannot be asked. One call at a time. */
export async function completeFacts(work: Work, draft: PartialFacts): Promise<HostFacts> {
  const { demand, signal } = work.collection;
  const asking = { ...work, draft, esxcli: new HostEsxcliOnce(work.session, draft.host, signal) };
  return {
    host: draft.host,
    kernel: await askKernel(asking),
    ...(demand.kernelList
      ? { kernelList: await unlessTroubled(asking, () => work.readKernelList(asking.esxcli)) }
      : {}),
    ...(demand.optionList
      ? { optionList: await unlessTroubled(asking, () => work.readOptionList(optionSource(asking))) }
      : {}),
    firewall: await askFirewall(asking),
    options: await askOptions(asking),
    services: draft.services,
    properties: await askProperties(asking),
    vibs: demand.vibs ? await unlessTroubled(asking, () => readVibs(asking.esxcli)) : null,
    esxcli: await askEsxcli(asking),
  };
}

async function askKernel(asking: Asking): Promise<ReadonlyMap<string, Reading<KernelSetting>>> {
  const { session, esxcli, draft, collection } = asking;
  const { signal } = collection;
  const source = { session, esxcli, optionManager: draft.optionManager, ...(signal === undefined ? {} : { signal }) };
  const kernel = new Map<string, Reading<KernelSetting>>();
  for (const name of collection.demand.kernelSettings) {
    kernel.set(name, await unlessTroubled(asking, () => readKernelSetting(source, name)));
  }
  return kernel;
}

async function askFirewall(asking: Asking): Promise<Reading<Firewall> | null> {
  const { draft, esxcli, collection } = asking;
  if (draft.firewall === null) return null;
  const enabled =
    collection.demand.firewallEnabled && draft.firewall.kind === 'read'
      ? await unlessTroubled(asking, () => readFirewallEnabled(esxcli))
      : NOT_ASKED;
  return firewallOf(draft.firewall, enabled);
}

async function askOptions(asking: Asking): Promise<ReadonlyMap<string, Reading<AdvancedOption>>> {
  const { collection } = asking;
  const source = optionSource(asking);
  const options = new Map<string, Reading<AdvancedOption>>();
  for (const query of optionQueries(collection.demand.advancedOptions)) {
    const known = troubleOf(asking);
    const told = known === null ? await readOptions(source, query) : null;
    for (const key of query.keys) options.set(key, told?.get(key) ?? unread(known ?? NOT_TOLD));
    const failed = [...(told?.values() ?? [])].find((reading) => reading.kind === 'unread');
    if (failed?.kind === 'unread') await asking.lifeline.report(failed.problem);
  }
  return options;
}

function optionSource({ session, draft, collection: { signal } }: Asking): OptionSource {
  return { session, manager: draft.optionManager, ...(signal === undefined ? {} : { signal }) };
}

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host did not tell the option' };

async function askProperties(asking: Asking): Promise<ReadonlyMap<string, Reading<PropertyValue>>> {
  const { draft, esxcli, collection, gathered } = asking;
  const properties = new Map([...draft.told, ...gathered(draft.host)]);
  for (const name of collection.demand.properties) {
    const reader = isPropertyFact(name) ? PROPERTY_READERS[name] : null;
    if (reader?.kind === 'asked') properties.set(name, await unlessTroubled(asking, () => reader.ask(esxcli)));
    if (reader?.kind === 'part') properties.set(name, await unlessTroubled(asking, () => askPart(asking, reader)));
  }
  return properties;
}

async function askPart({ draft, session, collection }: Asking, reader: PartReader): Promise<Reading<PropertyValue>> {
  const object = draft.parts.get(reader.path) ?? TOO_OLD;
  if (object.kind !== 'read') return object;
  const { signal } = collection;
  return reader.ask({ session, object: object.value, ...(signal === undefined ? {} : { signal }) });
}

async function askEsxcli(asking: Asking): Promise<ReadonlyMap<string, Reading<EsxcliFacts>>> {
  const answers = new Map<string, Reading<EsxcliFacts>>();
  for (const [key, query] of asking.collection.demand.esxcli) {
    answers.set(key, await unlessTroubled(asking, () => readEsxcli(asking.esxcli, query)));
  }
  return answers;
}

function troubleOf({ draft, lifeline }: Asking): Problem | null {
  return draft.host.trouble ?? lifeline.lost;
}

async function unlessTroubled<T>(asking: Asking, ask: () => Promise<Reading<T>>): Promise<Reading<T>> {
  const known = troubleOf(asking);
  if (known !== null) return unread(known);
  const reading = await ask();
  if (reading.kind === 'unread') await asking.lifeline.report(reading.problem);
  return reading;
}
