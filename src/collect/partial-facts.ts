import type { FactDemand, HostFacts, HostService, PropertyValue } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import { isPropertyFact } from '../model/property-facts.ts';
import { type Reading, unread } from '../model/reading.ts';
import { asMoref, structureIn, type VimElement } from '../vim/element.ts';
import type { Moref } from '../vim/moref.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { isAtLeast } from '../vim/version.ts';
import type { Gatherings } from './estate-facts/index.ts';
import { servicesFrom } from './esxcli-facts.ts';
import { type FirewallConfig, firewallReader } from './firewall.ts';
import { HOST_PATHS, hostFrom, type HostSource } from './host-facts.ts';
import type { HostProperties } from './host-properties.ts';
import type { InventoryHost } from './inventory.ts';
import type { HOST_SINCE } from './optional-properties.ts';
import { PROPERTY_READERS } from './properties.ts';
import { type ToldReader, TOO_OLD } from './properties/reader.ts';
import { faultAt, mapped, readAt, readSinceAt } from './property-value.ts';
import type { Loss } from './target-loss.ts';

/** A host whose properties are in, and what is needed to ask the host itself. */
export interface PartialFacts {
  readonly host: Host;
  /** `configManager.advancedOption` */
  readonly optionManager: Reading<Moref>;
  readonly firewall: Reading<FirewallConfig> | null;
  readonly services: Reading<readonly HostService[]> | null;
  /** Managed objects of the host that property facts are asked of, by path. */
  readonly parts: ReadonlyMap<string, Reading<Moref>>;
  /** Property facts that stand in the host's own properties. */
  readonly told: ReadonlyMap<string, Reading<PropertyValue>>;
}

interface Drafting {
  readonly paths: readonly string[];
  readonly draftFrom: (listed: InventoryHost, properties: HostProperties) => PartialFacts;
}

/** Which properties a demand needs of an API version, and how hosts are made of them. Hosts in trouble are not gathered. */
export function drafting(
  { demand, source }: Pick<Collection, 'demand' | 'source'>,
  apiVersion: string,
  gatherings: Gatherings,
): Drafting {
  const told = toldReaders(demand);
  const known = told.filter(([, { since }]) => since === null || isAtLeast(apiVersion, since));
  const parts = partPaths(demand, apiVersion);
  const firewallFrom = demand.firewall ? firewallReader() : null;
  return {
    paths: [...new Set([...pathsFor(demand, known), ...gatherings.paths, ...parts])],
    draftFrom: (listed, properties) => {
      const content = contentOf(listed, properties);
      const read = hostFrom(listed, content, source);
      const host = { ...read, trouble: ('code' in properties ? properties : null) ?? read.trouble };
      const manager = readAt(content, 'configManager.advancedOption', asMoref);
      const whole = { host, content };
      if (host.trouble === null) gatherings.note(host, content);
      return {
        host,
        optionManager: manager,
        firewall: firewallFrom === null ? null : configured(whole, 'config.firewall', firewallFrom),
        services: demand.services ? configured(whole, 'config.service', servicesFrom) : null,
        parts: partsIn(whole, parts),
        told: new Map(told.map(([name, reader]) => [name, toldBy(whole, reader, known)])),
      };
    },
  };
}

function toldReaders({ properties }: FactDemand): readonly (readonly [string, ToldReader])[] {
  return [...properties].flatMap((name) => {
    const reader = isPropertyFact(name) ? PROPERTY_READERS[name] : null;
    return reader?.kind === 'told' ? [[name, reader] as const] : [];
  });
}

/** Paths to the managed objects that property facts are asked of, as far as the server knows them. */
function partPaths({ properties }: FactDemand, apiVersion: string): readonly PartPath[] {
  return [...properties].flatMap((name) => {
    const reader = isPropertyFact(name) ? PROPERTY_READERS[name] : null;
    if (reader?.kind !== 'part') return [];
    return reader.since === null || isAtLeast(apiVersion, reader.since) ? [reader.path] : [];
  });
}

type PartPath = keyof typeof HOST_SINCE;

function partsIn({ host, content }: CompleteParts, paths: readonly PartPath[]): ReadonlyMap<string, Reading<Moref>> {
  const { version } = host;
  return new Map(paths.map((path) => [path, readSinceAt(content, path, { decode: asMoref, version })] as const));
}

function pathsFor(demand: FactDemand, told: readonly (readonly [string, ToldReader])[]): readonly string[] {
  const asksOptions = demand.kernelSettings.size > 0 || demand.advancedOptions.size > 0 || demand.optionList;
  const paths = [
    ...HOST_PATHS,
    ...(asksOptions ? ['configManager.advancedOption'] : []),
    ...(demand.firewall ? ['config.firewall'] : []),
    ...(demand.services ? ['config.service'] : []),
    ...told.flatMap(([, reader]) => reader.paths),
  ];
  return [...new Set(paths)];
}

function contentOf({ object }: InventoryHost, properties: HostProperties): ObjectContent {
  return 'code' in properties ? { object, properties: new Map(), missing: new Map() } : properties;
}

interface CompleteParts {
  readonly host: Host;
  readonly content: ObjectContent;
}

/** A part of the configuration, which a connected host always has. */
function configured<Part>(
  { host, content }: CompleteParts,
  path: string,
  from: (element: VimElement) => Reading<Part>,
): Reading<Part> {
  const isSilent = !content.properties.has(path) && faultAt(content, path) === null;
  if (isSilent && host.trouble !== null) return unread(host.trouble);
  return mapped(readAt(content, path, structureIn), from);
}

/** What a host in trouble leaves unset is not known to be unset, and what vCenter remembers of it may be so no more. */
function toldBy(
  { host, content }: CompleteParts,
  reader: ToldReader,
  known: readonly (readonly [string, ToldReader])[],
): Reading<PropertyValue> {
  if (!known.some(([, each]) => each === reader)) return TOO_OLD;
  return host.trouble === null ? reader.from(content, host) : unread(host.trouble);
}

/** What is to be read, and who is told how far it is. */
export interface Collection {
  readonly demand: FactDemand;
  readonly source: HostSource;
  readonly signal?: AbortSignal;
  /** Called with one more host that has been read to the end; its calls wait for what is returned. */
  readonly onHost?: (facts: HostFacts) => void | Promise<void>;
  /** Called at the end where the target was lost on the way: what is unread then is not the hosts' fault. */
  readonly onLost?: (loss: Loss) => void;
}
